using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Legacy;

namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>What a shop itself says of its article names: lines of <c>legacy,sku</c>, or <c>legacy,-</c> for what is to
/// be left out.</summary>
public static class OwnMapping
{
    public const int MaxRows = 20_000;
    private const int FaultsShown = 20;

    /// <summary>Reads all lines or refuses them all, with the lines that are wrong.</summary>
    public static Result<IReadOnlyDictionary<string, Sku?>> Read(ReadOnlySpan<byte> bytes, Catalogue catalogue)
    {
        var (mapping, faults) = Parse(bytes, catalogue, FaultsShown);
        return faults.Count == 0
            ? mapping
            : new Refusal(RefusalKind.Invalid, "move-in.bad-mapping", "Some lines of the mapping are wrong.")
            {
                Faults = faults,
            };
    }

    /// <summary>Reads a mapping that was taken once; what is wrong by now, because a SKU has gone, is left
    /// out.</summary>
    public static IReadOnlyDictionary<string, Sku?> Kept(ReadOnlySpan<byte> bytes, Catalogue catalogue) =>
        Parse(bytes, catalogue, int.MaxValue).Mapping;

    private static (Dictionary<string, Sku?> Mapping, List<InputFault> Faults) Parse(
        ReadOnlySpan<byte> bytes, Catalogue catalogue, int mostFaults)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var text = LegacyText.Decode(bytes).Text;
        var reader = new CsvReader(text, SeparatorOf(text));
        var mapping = new Dictionary<string, Sku?>(StringComparer.Ordinal);
        var faults = new List<InputFault>();
        while (faults.Count < mostFaults && reader.Read(2) is { } record)
        {
            if (record.IsBlank || (record.Line == 1 && IsHeader(record)))
            {
                continue;
            }

            if (WrongWith(record, catalogue, mapping) is { } why)
            {
                faults.Add(new InputFault($"/lines/{record.Line}", "move-in.bad-mapping", why));
            }
        }

        return (mapping, faults);
    }

    private static string? WrongWith(CsvRecord record, Catalogue catalogue, Dictionary<string, Sku?> mapping)
    {
        var key = NormalForm.KeyOf(record.Cells[0]);
        var target = record.Cells.Count > 1 ? record.Cells[1] : "";
        Sku? sku = Sku.TryParse(target, out var parsed) && catalogue.Find(parsed) is not null ? parsed : null;
        if (key.Length is 0 or > 200 || record.Cells.Skip(2).Any(static cell => cell.Length > 0))
        {
            return "A line has a legacy name and a SKU, no more.";
        }

        if (sku is null && target != "-")
        {
            return "There is no such SKU; a hyphen leaves the article out.";
        }

        if (mapping.Count >= MaxRows)
        {
            return $"A mapping has {MaxRows} lines at most.";
        }

        return mapping.TryAdd(key, sku) || mapping[key] == sku ? null : "This name is mapped twice, and differently.";
    }

    private static bool IsHeader(CsvRecord record) =>
        record.Cells.Count > 1 && record.Cells[1].Equals("sku", StringComparison.OrdinalIgnoreCase);

    private static char SeparatorOf(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = text.AsSpan()[..(end < 0 ? text.Length : end)];
        return line.Contains('\t') ? '\t' : line.Contains(';') ? ';' : ',';
    }
}
