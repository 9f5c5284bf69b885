using static TwistedThreads.Commerce.Scanners.Content;

namespace TwistedThreads.Commerce.Scanners;

/// <summary>The application identifiers that our scanners meet.</summary>
/// <remarks>Formats, pairs and paths of links: github.com/gs1/gs1-syntax-dictionary, commit f7e477f. GS1 checks pairs
/// over all symbols of a parcel and we see one symbol, so only pairs that labels print in one symbol are asked for:
/// (37) needs (02), not the (00) that a logistic label prints below it, and a lot, a date or a weight of a parcel may
/// stand alone. Countries are not looked up in ISO 3166.</remarks>
internal static class ApplicationIdentifiers
{
    public const string Sscc = "00";
    public const string Gtin = "01";
    public const string Inside = "02";
    public const string MadeToOrder = "03";

    /// <summary>GS1 General Specifications, figure 7.11-1: the encodable character set 82.</summary>
    public const string TextCharacters =
        "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    // A GS1 company prefix has four digits at least, and these keys begin with one.
    private const int Prefix = 4;

    private static readonly string[] Article = [Gtin, Inside];
    private static readonly string[][] OfArticle = [["22", "10", "21"], ["235"]];

    private static readonly ApplicationIdentifier[] All =
    [
        .. Articles().Concat(Keys()).Concat(Places()).Concat(Measures.Identifiers())
            .OrderBy(identifier => identifier.Code, StringComparer.Ordinal)
            .Select((identifier, rank) => identifier with { Rank = rank }),
    ];

    // A node has ten places, one for each next digit: 0 is none, n > 0 the node n, n < 0 the identifier of rank -n - 1.
    private static readonly short[] Tree = Plant();

    public static ApplicationIdentifier At(int rank) => All[rank];

    public static ApplicationIdentifier? Find(ReadOnlySpan<char> code) =>
        Leading(code) is { } found && found.Code.Length == code.Length ? found : null;

    /// <summary>The identifier that the text begins with; no code here is the beginning of another.</summary>
    public static ApplicationIdentifier? Leading(ReadOnlySpan<char> text)
    {
        var node = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return null;
            }

            node = Tree[(node * 10) + digit - '0'];
            if (node <= 0)
            {
                return node < 0 ? All[-node - 1] : null;
            }
        }

        return null;
    }

    private static short[] Plant()
    {
        var tree = new List<short>(new short[10]);
        foreach (var (rank, identifier) in All.Index())
        {
            var place = identifier.Code[0] - '0';
            foreach (var digit in identifier.Code.AsSpan(1))
            {
                if (tree[place] == 0)
                {
                    tree[place] = (short)(tree.Count / 10);
                    tree.AddRange(new short[10]);
                }

                place = (tree[place] * 10) + digit - '0';
            }

            tree[place] = (short)(-rank - 1);
        }

        return [.. tree];
    }

    private static IEnumerable<ApplicationIdentifier> Articles() =>
    [
        Key(Gtin, 14) with { Excludes = ["255", "37"], Qualifiers = OfArticle },
        Key(Inside, 14) with { Needs = [["37"]], Excludes = [Gtin, MadeToOrder], IsKey = false },
        Key(MadeToOrder, 14) with { Excludes = [Gtin, Inside, "37"], IsKey = false, IsAttribute = false },
        Text("10", 20),
        new("11", Date, 6, 6),
        new("12", Date, 6, 6) { Needs = [["8020"]] },
        new("13", Date, 6, 6),
        new("15", Date, 6, 6),
        new("16", Date, 6, 6),
        new("17", Date, 6, 6),
        new("20", Digits, 2, 2),
        Text("21", 20) with { Excludes = ["235"], IsAttribute = false },
        Text("22", 20) with { IsAttribute = false },
        Text("235", 28) with { Needs = [[Gtin]], IsAttribute = false },
        Text("240", 30),
        Text("241", 30),
        new("242", Digits, 1, 6),
        Text("243", 20),
        Text("250", 30) with { Needs = [[Gtin, "8006"], ["21"]] },
        Text("251", 30) with { Needs = [[Gtin, "8006"]] },
        new("30", Digits, 1, 8) { Needs = [Article] },
        new("37", Digits, 1, 8) { Needs = [[Inside, "8026"]] },
        new("422", Digits, 3, 3),
        Text("8200", 70) with { Needs = [[Gtin]], IsAttribute = false },
        Text("90", 30),
        .. Enumerable.Range(91, 9).Select(code => Text($"{code}", 90)),
    ];

    private static IEnumerable<ApplicationIdentifier> Keys() =>
    [
        Key(Sscc, 18),
        Key("253", 13) with { Content = Content.Text, Longest = 30 },
        Key("255", 13) with { Longest = 25, Excludes = [Gtin, Inside, "415", "8006", "8020", "8026"] },
        Text("400", 30),
        Text("401", 30) with { Shortest = Prefix, Leading = Prefix, IsKey = true },
        Key("402", 17),
        Text("403", 30),
        Key("8003", 14) with { Content = Content.Text, Longest = 30, BeginsWithZero = true },
        Text("8004", 30) with { Shortest = Prefix, Leading = Prefix, IsKey = true },
        Piece("8006") with { Excludes = [Gtin, "37"], IsKey = true, Qualifiers = OfArticle[..1] },
        Key("8017", 18) with { Excludes = ["8018"], Qualifiers = [["8019"]] },
        Key("8018", 18) with { Excludes = ["8017"], Qualifiers = [["8019"]] },
        new("8019", Digits, 1, 10) { Needs = [["8017", "8018"]], IsAttribute = false },
        Text("8020", 25) with { Needs = [["415"]], IsAttribute = false },
        Piece("8026") with { Needs = [["37"]], Excludes = [Inside, "8006"] },
    ];

    private static IEnumerable<ApplicationIdentifier> Places() =>
    [
        Text("254", 20) with { Needs = [["414"]], IsAttribute = false },
        Key("410", 13) with { IsKey = false },
        Key("411", 13) with { IsKey = false },
        Key("412", 13) with { IsKey = false },
        Key("413", 13) with { IsKey = false },
        Key("414", 13) with { Qualifiers = [["254"]] },
        Key("415", 13) with { Needs = [["8020"]], Qualifiers = [["8020"]] },
        Key("416", 13) with { IsKey = false },
        Key("417", 13),
        Text("420", 20) with { Excludes = ["421"] },
        Text("421", 12) with { Shortest = 4, Leading = 3 },
    ];

    private static ApplicationIdentifier Key(string code, int digits) =>
        new(code, Digits, digits, digits) { Leading = digits, Checked = digits, IsKey = true };

    private static ApplicationIdentifier Piece(string code) =>
        new(code, Digits, 18, 18) { Checked = 14, EndsWithPiece = true };

    private static ApplicationIdentifier Text(string code, int longest) => new(code, Content.Text, 1, longest);
}
