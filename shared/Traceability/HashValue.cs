using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>One form for every value and every name of a pre-hash string.</summary>
/// <remarks>CBV 2.0, section 8.9, rules 5 to 9 and 14 to 18.</remarks>
internal sealed class HashValue(ImmutableSortedDictionary<string, string> prefixes)
{
    public const string Voc = "https://ref.gs1.org/voc/";
    public const string Component = Cbv.Web + "Comp-";

    private static readonly ImmutableSortedDictionary<string, string> WellKnown = ImmutableSortedDictionary
        .Create<string, string>(StringComparer.Ordinal)
        .Add("gs1", Voc).Add("cbv", Cbv.Web).Add("epcis", "https://ref.gs1.org/epcis/");

    public string Name(string name) =>
        name.Split(':', 2) is [var prefix, var local] && prefixes.TryGetValue(prefix, out var space)
            ? $"{{{space}}}{local}"
            : name;

    public string Of(JsonElement value, PreHash.Part? part = null)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Trim(),
            JsonValueKind.Null => string.Empty,
            _ => value.GetRawText(),
        };
        return part switch
        {
            { IsTime: true } => EventTimes.TryParse(text, out var time) ? EventTimes.Canonical(time) : text,
            { Words: { } words } => Expanded(words.Expanded(words.Bare(text) ?? text)),
            { Namespace: { } space } when IsBare(text) => space + text,
            _ => Number(text) ?? EpcUri.Key(Expanded(text)),
        };
    }

    private static bool IsBare(string text) => text.Length > 0 && !text.Contains(':', StringComparison.Ordinal);

    private string Expanded(string text) =>
        text.Split(':', 2) is [var prefix, var local] && !local.StartsWith("//", StringComparison.Ordinal)
        && (prefixes.TryGetValue(prefix, out var space) || WellKnown.TryGetValue(prefix, out space))
            ? space + local
            : text;

    // XML has no numbers, so a text that looks like one is taken for one.
    private static string? Number(string text) =>
        text.Length is > 0 and < 28
        && decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var number)
            ? number.ToString("0.############################", CultureInfo.InvariantCulture)
            : null;
}
