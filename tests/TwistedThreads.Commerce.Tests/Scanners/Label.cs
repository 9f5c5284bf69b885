using System.Globalization;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Scanners;

/// <summary>A random correct label, and the notations in which a printer may put it on a parcel.</summary>
/// <param name="Fields">Application identifier and value, in printing order.</param>
internal sealed record Label(IReadOnlyList<(string Code, string Value)> Fields)
{
    private const string Separator = "\u001D";

    // GS1 General Specifications, figure 7.8.5-2: the first two digits of what has a predefined length.
    private static readonly string[] Predefined =
    [
        "00", "01", "02", "03", "04", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
        "31", "32", "33", "34", "35", "36", "41",
    ];

    // The keys that lead a link and what follows them (gs1-syntax-dictionary.txt, dlpkey), apart from (235).
    private static readonly Dictionary<string, string[]> LinkKeys = new(StringComparer.Ordinal)
    {
        ["00"] = [],
        ["01"] = ["22", "10", "21"],
        ["253"] = [],
        ["255"] = [],
        ["401"] = [],
        ["402"] = [],
        ["414"] = ["254"],
        ["415"] = ["8020"],
        ["8003"] = [],
        ["8004"] = [],
        ["8006"] = ["22", "10", "21"],
        ["8017"] = ["8019"],
        ["8018"] = ["8019"],
    };

    public static readonly DateOnly Today = new(2026, 11, 20);

    public static Label Random(Generator random)
    {
        var fields = new List<(string Code, string Value)>(Subject(random));
        void Perhaps(string code, Func<string> value)
        {
            if (random.Chance(0.3))
            {
                fields.Add((code, value()));
            }
        }

        var isArticle = fields.Exists(field => field.Code is "01" or "02");
        Perhaps("10", () => Text(random, 20));
        Perhaps(random.OneOf(["11", "13", "16"]), () => Date(random));
        Perhaps("15", () => Date(random));
        Perhaps("17", () => Date(random));
        Perhaps("20", () => Digits(random, 2));
        Perhaps("21", () => Text(random, 20));
        Perhaps("22", () => Text(random, 20));
        Perhaps(random.OneOf(["240", "241"]), () => Text(random, 30));
        Perhaps(isArticle ? "30" : "400", () => Digits(random, random.Between(1, 8)));
        Perhaps($"{(isArticle ? "31" : "33")}{random.Between(0, 5)}{random.Between(0, 5)}", () => Digits(random, 6));
        Perhaps("403", () => Text(random, 30));
        Perhaps("410", () => Key(random, 13));
        Perhaps("420", () => Text(random, 20));
        Perhaps("422", () => Digits(random, 3));
        Perhaps($"{random.Between(91, 99)}", () => Text(random, 90));
        return new Label(fields);
    }

    /// <summary>Whether it can be known for element strings when the scanner does not name the symbol.</summary>
    public bool BeginsWithPredefinedLength => Predefined.Contains(Fields[0].Code[..2]);

    public string Concatenated() => string.Concat(Fields.Select((field, index) =>
        field.Code + field.Value
        + (Predefined.Contains(field.Code[..2]) || index == Fields.Count - 1 ? "" : Separator)));

    public string Bracketed() => string.Concat(Fields.Select(field =>
        $"({field.Code}){field.Value.Replace("(", "\\(", StringComparison.Ordinal)}"));

    /// <summary>Null when no field of the label can lead a link.</summary>
    public string? Link()
    {
        var key = Fields.FirstOrDefault(field => LinkKeys.ContainsKey(field.Code)).Code;
        var allowed = key is null ? [] : LinkKeys[key];
        var path = allowed.Prepend(key).Where(code => code is not null && Value(code) is not null).ToArray();
        var query = Fields.Where(field => !path.Contains(field.Code))
            .Select(field => $"{field.Code}={Uri.EscapeDataString(field.Value)}");

        return key is null ? null : string.Concat(
            "https://shop.example/tees",
            string.Concat(path.Select(code => $"/{code}/{Uri.EscapeDataString(Value(code!)!)}")),
            "?",
            string.Join('&', query.Append("utm_source=label")));
    }

    /// <summary>What may follow the identifier in the path of a link; null when it cannot lead one.</summary>
    public static string[]? Follows(string code) => LinkKeys.GetValueOrDefault(code);

    public static string Key(Generator random, int length)
    {
        var body = Digits(random, length - 1);
        return body + CheckDigit.Of(body).ToString(CultureInfo.InvariantCulture);
    }

    public static string Digits(Generator random, int length) =>
        string.Concat(Generator.Many(length, () => random.Between(0, 9)));

    public static string Text(Generator random, int longest) => string.Concat(
        Generator.Many(random.Between(1, longest), () => random.OneOf(ApplicationText)));

    public string? Value(string code) => Fields.FirstOrDefault(field => field.Code == code).Value;

    private static (string Code, string Value)[] Subject(Generator random) => random.Between(0, 13) switch
    {
        0 or 1 => [("01", Key(random, 14))],
        2 => [("02", Key(random, 14)), ("37", Digits(random, random.Between(1, 8)))],
        3 => [("00", Key(random, 18))],
        4 => [("414", Key(random, 13)), ("254", Text(random, 20))],
        5 => [("415", Key(random, 13)), ("8020", Text(random, 25))],
        6 => [("8003", $"0{Key(random, 13)}{(random.Chance(0.5) ? Text(random, 16) : "")}")],
        7 => [("8004", Digits(random, 4) + Text(random, 26))],
        8 => [("253", Key(random, 13) + (random.Chance(0.5) ? Text(random, 17) : ""))],
        9 => [("255", Key(random, 13) + Digits(random, random.Between(0, 12)))],
        10 => [("402", Key(random, 17))],
        11 => [("8006", $"{Key(random, 14)}{random.Between(1, 9):00}{random.Between(9, 99):00}")],
        12 => [("8018", Key(random, 18)), ("8019", Digits(random, random.Between(1, 10)))],
        _ => [("03", Key(random, 14))],
    };

    private static string Date(Generator random) => string.Create(
        CultureInfo.InvariantCulture,
        $"{random.Between(0, 99):00}{random.Between(1, 12):00}{random.Between(0, 28):00}");

    // GS1 General Specifications, figure 7.11-1 (character set 82), typed anew from the standard.
    private static readonly char[] ApplicationText =
    [
        .. "!\"%&'()*+,-./:;<=>?_",
        .. "0123456789",
        .. "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        .. "abcdefghijklmnopqrstuvwxyz",
    ];
}
