using TwistedThreads.Commerce.Scanners;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Scanners;

/// <summary>A hundred thousand damaged codes: none throws, none is taken for what it is not.</summary>
/// <remarks>What a check digit modulo 10 cannot find, and nobody can: two swapped neighbours that differ by 5 (or not
/// at all), swapped digits two places apart, and one damage in ten of any other kind. A digit lost from a bare GTIN-14
/// may so leave a right GTIN-13, and one lost from a key of an element string draws in the digit after it.</remarks>
public sealed class ScanMutationTests
{
    private const int Rounds = 25_000;

    // Text or digits may follow the key in the same field, so that its end is not the end of the field.
    private static readonly string[] OpenKeys = ["(253)", "(255)", "(8003)"];

    private enum Damage
    {
        Substitution,
        Transposition,
        Deletion,
        Insertion,
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_damage_throws_and_none_is_wrongly_accepted(int seed)
    {
        var random = new Generator(seed);
        var refused = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (text, at, digits) = Printed(random);
            var code = random.OneOf(Enum.GetValues<Damage>()) switch
            {
                Damage.Substitution => Substituted(random, text, at, digits),
                Damage.Transposition => Transposed(random, text, at, digits),
                Damage.Deletion => Deleted(random, text, at, digits),
                _ => Inserted(random, text, at, digits),
            };

            refused += code ? 0 : 1;
        }

        // Most of it is damage to keys.
        Assert.InRange(refused, Rounds / 2, Rounds);
    }

    /// <summary>A label, where its first key stands in it and how many digits of that have a check digit.</summary>
    private static (string Text, int At, int Digits) Printed(Generator random)
    {
        if (random.Chance(0.2))
        {
            var number = Label.Key(random, random.OneOf([8, 12, 13, 14, 18]));
            return (number, 0, number.Length);
        }

        var label = Label.Random(random);
        var (code, value) = label.Fields[0];
        var (skipped, digits) = code switch
        {
            "8003" => (1, 13),
            "253" or "255" => (0, 13),
            "8006" => (0, 14),
            "8004" => (0, 0),
            _ => (0, value.Length),
        };
        var text = random.Between(0, 2) switch
        {
            0 => "]C1" + label.Concatenated(),
            1 => label.Bracketed(),
            _ => label.Link() ?? label.Bracketed(),
        };

        return (text, text.IndexOf(value[..(skipped + digits)], StringComparison.Ordinal) + skipped, digits);
    }

    private static bool Substituted(Generator random, string text, int at, int digits)
    {
        if (digits == 0)
        {
            return ReadsOrRefuses(Replaced(text, random.Between(0, text.Length - 1), random.Between(' ', '~')));
        }

        var place = at + random.Between(0, digits - 1);
        var wrong = '0' + ((text[place] - '0' + random.Between(1, 9)) % 10);
        AssertMisread(Replaced(text, place, wrong), at + digits - 1);
        return false;
    }

    private static bool Transposed(Generator random, string text, int at, int digits)
    {
        if (digits == 0)
        {
            return ReadsOrRefuses(Swapped(text, random.Between(0, text.Length - 2)));
        }

        var place = at + random.Between(0, digits - 2);
        var swapped = Swapped(text, place);
        if (Math.Abs(text[place] - text[place + 1]) is 0 or 5)
        {
            Assert.False(ScannedCode.Read(swapped, Label.Today).IsRefused, swapped);
            return true;
        }

        AssertMisread(swapped, at + digits - 1);
        return false;
    }

    private static bool Deleted(Generator random, string text, int at, int digits)
    {
        var place = Place(random, text, at, digits);
        var damaged = text.Remove(place, 1);
        AssertWrongLength(damaged, text, place < at + digits && place >= at);
        return ReadsOrRefuses(damaged);
    }

    private static bool Inserted(Generator random, string text, int at, int digits)
    {
        var place = Place(random, text, at, digits);
        var digit = (char)random.Between('0', '9');
        var damaged = text.Insert(place, $"{(random.Chance(0.7) ? digit : (char)random.Between(' ', '~'))}");
        AssertWrongLength(damaged, text, place < at + digits && place > at && damaged[place] == digit);
        return ReadsOrRefuses(damaged);
    }

    private static int Place(Generator random, string text, int at, int digits) =>
        digits > 0 && random.Chance(0.5) ? at + random.Between(0, digits - 1) : random.Between(0, text.Length - 1);

    /// <summary>Between brackets a key of fixed length cannot lose or gain a digit unnoticed.</summary>
    private static void AssertWrongLength(string damaged, string text, bool isInKey)
    {
        if (isInKey && text[0] == '(' && !Array.Exists(OpenKeys, key => text.StartsWith(key, StringComparison.Ordinal)))
        {
            Assert.True(ScannedCode.Read(damaged, Label.Today).IsRefused, damaged);
        }
    }

    private static void AssertMisread(string damaged, int position)
    {
        var refusal = Assert.IsType<ScanRefusal.BadCheckDigit>(ScannedCode.Read(damaged, Label.Today).Refusal);
        Assert.Equal(position, refusal.Position);
    }

    /// <summary>What is accepted says so again in its canonical form, and its keys have right check digits.</summary>
    private static bool ReadsOrRefuses(string damaged)
    {
        var code = ScannedCode.Read(damaged, Label.Today);
        if (code.IsRefused)
        {
            Assert.InRange(((ScanRefusal)code.Refusal!).Position, 0, damaged.Length);
            return false;
        }

        Assert.Equal(code.Value, ScannedCode.Read(code.Value.Canonical, Label.Today).Value);
        Assert.All(code.Value.Fields, field => Assert.True(Holds(field.Identifier, field.Value), damaged));
        return true;
    }

    private static bool Holds(string identifier, string value)
    {
        var digits = identifier switch
        {
            "00" or "8017" or "8018" => value,
            "01" or "02" or "03" or "402" or "8003" or "8006" => value[..Math.Min(value.Length, 14)],
            "253" or "255" or ['4', '1', _] => value[..13],
            _ => "0",
        };
        digits = identifier == "402" ? value : digits;

        // Weights 1 and 3 from the check digit on: the whole is a multiple of 10 (General Specifications, 7.9.1).
        return digits.Reverse().Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 1 : 3)).Sum() % 10 == 0;
    }

    private static string Replaced(string text, int at, int by) => text[..at] + (char)by + text[(at + 1)..];

    private static string Swapped(string text, int at) => text[..at] + text[at + 1] + text[at] + text[(at + 2)..];
}
