using System.Text;
using TwistedThreads.Commerce.Scanners;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Scanners;

public sealed class ScanPropertyTests
{
    private static readonly string[] Fragments =
    [
        "(", ")", "\\(", "]C1", "]E0", "]Q3", "]", "\u001D", "\0", "%", "%4", "%FF", "/", "//", "?", "&", "=", "#",
        "https://a.example/01/09506000134352", "https://", "01", "(01)", "(10)", "10", "17", "261131", "00", "414",
        "91", "09506000134352", "106141412345678908", "TEE-CREW", "\uD800", "\uDC00", "é", "٣", "\u2028", " ",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_printed_is_read_back(int seed)
    {
        var random = new Generator(seed);
        for (var round = 0; round < 500; round++)
        {
            var label = Label.Random(random);
            var unnamed = label.BeginsWithPredefinedLength ? label.Concatenated() : null;
            var codes = new[] { "]C1" + label.Concatenated(), unnamed, label.Bracketed(), label.Link() }
                .OfType<string>()
                .Select(raw => ScannedCode.Read(raw, Label.Today))
                .ToArray();

            Assert.All(codes, code => Assert.False(code.IsRefused, $"{code.Refusal?.Code}: {label.Bracketed()}"));
            Assert.All(codes, code => Assert.Equal(codes[0].Value, code.Value));
            Assert.All(label.Fields, field => Assert.Equal(field.Value, codes[0].Value[field.Code]));
            Assert.Equal(codes[0].Value, ScannedCode.Read(codes[0].Value.Canonical, Label.Today).Value);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(18)]
    public void A_single_misread_digit_is_always_noticed(int length)
    {
        var random = new Generator(length);
        for (var round = 0; round < 200; round++)
        {
            var digits = Label.Key(random, length);
            var at = random.Between(0, length - 1);
            var wrong = (char)('0' + ((digits[at] - '0' + random.Between(1, 9)) % 10));
            var misread = digits[..at] + wrong + digits[(at + 1)..];

            Assert.Equal("scan.bad-check-digit", ScannedCode.Read(misread, Label.Today).Refusal?.Code);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(18)]
    public void Two_swapped_neighbours_are_noticed_unless_they_differ_by_five(int length)
    {
        var random = new Generator(length);
        for (var round = 0; round < 200; round++)
        {
            var digits = Label.Key(random, length);
            var at = random.Between(0, length - 2);
            var swapped = digits[..at] + digits[at + 1] + digits[at] + digits[(at + 2)..];

            // Weights 3 and 1: the sum moves by twice the difference, which modulo 10 vanishes at 0 and 5.
            var goesUnnoticed = Math.Abs(digits[at] - digits[at + 1]) is 0 or 5;
            Assert.Equal(goesUnnoticed, !ScannedCode.Read(swapped, Label.Today).IsRefused);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_text_makes_the_reader_throw(int seed)
    {
        var random = new Generator(seed);
        for (var round = 0; round < 3_000; round++)
        {
            var raw = random.Between(0, 2) switch
            {
                0 => Noise(random),
                1 => string.Concat(Generator.Many(random.Between(1, 12), () => random.OneOf(Fragments))),
                _ => Damaged(random, Label.Random(random)),
            };
            var today = DateOnly.FromDayNumber(random.Between(0, DateOnly.MaxValue.DayNumber));

            AssertReadsOrRefuses(raw, today);
        }
    }

    [Theory]
    [InlineData('0')]
    [InlineData('A')]
    [InlineData('(')]
    [InlineData(')')]
    [InlineData('/')]
    [InlineData('%')]
    [InlineData('\u001D')]
    [InlineData('\0')]
    public void Ten_thousand_characters_are_refused_without_throwing(char filler)
    {
        AssertReadsOrRefuses(new string(filler, 10_000), Label.Today);
        AssertReadsOrRefuses("https://a.example/" + new string(filler, ScannedCode.MaxLength - 18), Label.Today);
        AssertReadsOrRefuses("(01)" + new string(filler, ScannedCode.MaxLength - 4), DateOnly.MaxValue);
    }

    private static void AssertReadsOrRefuses(string raw, DateOnly today)
    {
        var code = ScannedCode.Read(raw, today);

        Assert.True(code.IsRefused
            ? code.Refusal!.Code.StartsWith("scan.", StringComparison.Ordinal)
            : ScannedCode.Read(code.Value.Canonical, today).Value.Equals(code.Value));
    }

    private static string Noise(Generator random)
    {
        var highest = random.OneOf([0x20, 0x7F, 0xFF, 0xFFFF]);
        return string.Concat(Generator.Many(random.Between(0, 60), () => (char)random.Between(0, highest)));
    }

    private static string Damaged(Generator random, Label label)
    {
        var text = new StringBuilder(random.OneOf([label.Concatenated(), label.Bracketed(), label.Link() ?? "]C1"]));
        for (var hits = random.Between(1, 4); hits > 0 && text.Length > 0; hits--)
        {
            var at = random.Between(0, text.Length - 1);
            text.Remove(at, random.Between(0, 1)).Insert(at, random.OneOf(Fragments));
        }

        return text.ToString();
    }
}
