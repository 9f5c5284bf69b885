using System.Globalization;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Scanners;

/// <summary>A random correct label, and the notations in which a printer may put it on a parcel.</summary>
/// <param name="Fields">Application identifier and value, in printing order.</param>
internal sealed record Label(IReadOnlyList<(string Code, string Value)> Fields)
{
    private const string Separator = "\u001D";

    // GS1 General Specifications, figure 7.8.5-2: the identifiers among ours whose length is predefined.
    private static readonly string[] FixedLength = ["00", "01", "02", "11", "15", "17", "410", "414"];
    private static readonly string[] LinkKeys = ["00", "01", "414"];
    private static readonly string[] Qualifiers = ["22", "10", "21", "254"];

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
        Perhaps("11", () => Date(random));
        Perhaps("15", () => Date(random));
        Perhaps("17", () => Date(random));
        Perhaps("21", () => Text(random, 20));
        Perhaps("22", () => Text(random, 20));
        Perhaps(isArticle ? "30" : "400", () => Digits(random, random.Between(1, 8)));
        Perhaps("410", () => Key(random, 13));
        Perhaps($"{random.Between(91, 99)}", () => Text(random, 90));
        return new Label(fields);
    }

    public string Concatenated() => string.Concat(Fields.Select((field, index) =>
        field.Code + field.Value + (FixedLength.Contains(field.Code) || index == Fields.Count - 1 ? "" : Separator)));

    public string Bracketed() => string.Concat(Fields.Select(field =>
        $"({field.Code}){field.Value.Replace("(", "\\(", StringComparison.Ordinal)}"));

    /// <summary>Null when no field of the label can lead a link.</summary>
    public string? Link()
    {
        var key = Fields.FirstOrDefault(field => LinkKeys.Contains(field.Code)).Code;
        var allowed = key switch { "01" => Qualifiers[..3], "414" => Qualifiers[3..], _ => [] };
        var path = Qualifiers.Where(allowed.Contains).Prepend(key).Where(code => Value(code) is not null).ToArray();
        var query = Fields.Where(field => !path.Contains(field.Code))
            .Select(field => $"{field.Code}={Uri.EscapeDataString(field.Value)}");

        return key is null ? null : string.Concat(
            "https://shop.example/tees",
            string.Concat(path.Select(code => $"/{code}/{Uri.EscapeDataString(Value(code)!)}")),
            "?",
            string.Join('&', query.Append("utm_source=label")));
    }

    public static string Key(Generator random, int length)
    {
        var body = Digits(random, length - 1);
        return body + CheckDigit.Of(body).ToString(CultureInfo.InvariantCulture);
    }

    public static string Digits(Generator random, int length) =>
        string.Concat(Generator.Many(length, () => random.Between(0, 9)));

    public static string Text(Generator random, int longest) => string.Concat(
        Generator.Many(random.Between(1, longest), () => random.OneOf(ApplicationText)));

    private string? Value(string code) => Fields.FirstOrDefault(field => field.Code == code).Value;

    private static (string Code, string Value)[] Subject(Generator random) => random.Between(0, 3) switch
    {
        0 => [("01", Key(random, 14))],
        1 => [("02", Key(random, 14)), ("37", Digits(random, random.Between(1, 8)))],
        2 => [("00", Key(random, 18))],
        _ => [("414", Key(random, 13)), ("254", Text(random, 20))],
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
