using System.Globalization;
using System.Text;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding.Legacy;
using TwistedThreads.Commerce.Onboarding.Mapping;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Onboarding;

/// <summary>Files as nobody would write them on purpose, made from seeds.</summary>
public sealed class MappingPropertyTests
{
    private static readonly string[] Quantities =
    [
        "0", "1", "7", "12", "-3", "3-", "2,5", "3,0", "1.234", "3.000", "1 234", "", " ", "n/a", "4006381333931",
        "(2)", "8 Stk.", "0,000", "1e3",
    ];

    private static readonly string[] Headers = ["sku{0}ean{0}qty{0}name", "Artikel{0}Barcode{0}BESTAND{0}Bezeichnung"];

    [Theory]
    [InlineData(20261121)]
    [InlineData(4)]
    public void Nothing_is_lost_of_any_file(int seed)
    {
        for (var round = 0; round < 400; round++)
        {
            var chance = new Generator(unchecked((seed * 1_000_003) + round));
            var (bytes, rows) = Mangled(chance);

            var file = LegacyFile.Read(bytes);
            Assert.False(file.IsRefused, $"Seed {seed}, round {round}: {file.Refusal?.Detail}");
            var mapping = StockMapping.Of(file.Value, new ArticleMatcher(Shirts.Index, Own), suggests: round % 9 == 0);

            var label = $"Seed {seed}, round {round}: {mapping.Tally}";
            Assert.True(mapping.Tally.IsBalanced, label);
            Assert.True(rows is null || mapping.Tally.Rows == rows, label);
            Assert.Equal(file.Value.Rows.Select(row => row.Line), mapping.Rows.Select(row => row.Line));
            Assert.Equal(mapping.Tally.Counted, mapping.Counts.Sum(count => (long)count.Pieces));
            Assert.All(mapping.Rows, row => Assert.True(IsExplained(row), $"{label}: {row}"));
            Assert.All(
                mapping.Rows.Where(row => row.Fate == RowFate.Merged),
                row => Assert.Equal(row.Sku, mapping.Rows.Single(other => other.Line == row.Into).Sku));
        }
    }

    [Theory]
    [InlineData(20261121)]
    [InlineData(9)]
    public void A_typing_mistake_is_never_taken_for_another_article_and_the_right_one_is_offered(int seed)
    {
        var chance = new Generator(seed);
        var skus = Shirts.Variants.Select(variant => variant.Sku.Value).ToHashSet();
        for (var round = 0; round < 600; round++)
        {
            var meant = chance.OneOf(Shirts.Variants);
            var typed = WithMistake(meant.Sku.Value, chance);
            if (skus.Contains(typed) || Shirts.Index.Alike(typed).Any(sku => sku != meant.Sku))
            {
                continue;
            }

            var row = Shirts.Row("code;qty", $"{typed};3");

            Assert.True(
                row.Sku == meant.Sku
                    || row.Suggestions.Any(one => one.Sku == meant.Sku)
                    || row.Suggestions.All(one => one.Score >= ScoreOf(typed, meant.Sku.Value)),
                $"Seed {seed}, round {round}: '{typed}' for {meant.Sku}: {string.Join(", ", row.Suggestions)}");
            Assert.True(row.Sku is null || row.Sku == meant.Sku, $"Seed {seed}: '{typed}' became {row.Sku}");
        }
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abcd", 1)]
    [InlineData("abc", "bc", 1)]
    [InlineData("abc", "axc", 1)]
    [InlineData("ca", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void A_distance_counts_what_must_be_typed(string one, string other, int letters)
    {
        Assert.Equal(letters, Likeness.Distance(one, other));
        Assert.Equal(letters, Likeness.Distance(other, one));
    }

    private static Dictionary<string, Sku?> Own => new(StringComparer.Ordinal)
    {
        ["OLD 1"] = Shirts.Navy.Sku,
        ["OLD 2"] = null,
    };

    private static decimal ScoreOf(string typed, string meant) =>
        Math.Round((decimal)Likeness.OfLetters(NormalForm.Of(typed), NormalForm.Of(meant)), 2);

    private static bool IsExplained(MappedRow row) => row.Fate switch
    {
        RowFate.Mapped => row is { Code: null, Into: null, Sku: not null, Pieces: not null },
        RowFate.Merged =>
            row is { Code: "row.added" or "row.repeated", Into: not null, Sku: not null, Why.Length: > 9 },
        _ => row is { Code.Length: > 4, Why.Length: > 9, Counted: 0 },
    };

    // How many rows it must have is only known where no stray byte fell in.
    private static (byte[] Bytes, int? Rows) Mangled(Generator chance)
    {
        var separator = chance.OneOf<char>([',', ';', '\t']);
        var end = chance.OneOf<string>(["\n", "\r\n", "\r"]);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{string.Format(null, chance.OneOf(Headers), separator)}{end}");
        var rows = chance.Between(0, 40);
        var last = "";
        for (var number = 0; number < rows; number++)
        {
            last = last.Length > 0 && chance.Chance(0.1) ? last : Line(chance, separator);
            text.Append(last).Append(end).Append(chance.Chance(0.1) ? end : "");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (chance.Chance(0.5) || rows == 0)
        {
            return (bytes, rows);
        }

        var head = text.ToString().IndexOf(end, StringComparison.Ordinal) + end.Length;
        for (var hits = chance.Between(1, 6); hits > 0; hits--)
        {
            bytes[chance.Between(head, bytes.Length - 1)] = chance.OneOf<byte>([0, 34, 34, 39, 44, 59, 195, 255, 13]);
        }

        return (bytes, null);
    }

    private static string Line(Generator chance, char separator)
    {
        var variant = chance.OneOf(Shirts.Variants);
        var article = chance.Between(0, 6) switch
        {
            0 => WithMistake(variant.Sku.Value, chance),
            1 => variant.Sku.Value.ToLowerInvariant().Replace('-', ' '),
            2 => chance.OneOf<string>(["old 1", "Old 2", "", "twin o m", "total"]),
            _ => variant.Sku.Value,
        };
        var gtin = chance.Chance(0.5) ? "" : chance.Chance(0.8) ? variant.Gtin.Value[1..] : "4006381333932";
        string[] cells = [article, gtin, chance.OneOf(Quantities), "A \"good\" tee"];
        return string.Join(separator, cells.Select((cell, place) =>
            place < 3 && !cell.Contains(separator) && chance.Chance(0.5)
                ? cell
                : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    private static string WithMistake(string text, Generator chance)
    {
        var at = chance.Between(0, text.Length - 2);
        return chance.Between(0, 3) switch
        {
            0 => text.Remove(at, 1),
            1 => text.Insert(at, "X"),
            2 => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
            _ => $"{text[..at]}Q{text[(at + 1)..]}",
        };
    }
}
