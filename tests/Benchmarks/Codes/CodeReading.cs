using System.Globalization;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Scanners;

namespace TwistedThreads.Benchmarks.Codes;

/// <summary>How many codes of the scanners one thread reads in a second, and what memory each takes.</summary>
internal static class CodeReading
{
    public const string Command = "gs1";
    private const int Codes = 1024;
    private const char Separator = '\u001D';
    private static readonly DateOnly Today = new(2026, 11, 20);

    public static void Run()
    {
        // Repeatable, so that two builds are asked the same.
        var random = new Random(1);
        var labels = Many(() => "]C101" + Gtin(random) + "10" + Text(random, 6) + Separator + "21" + Text(random, 9));
        Print(
        [
            .. Machine.Describe(Path.GetTempPath()).Take(2), $"- load before: {Machine.Load()}", "",
            "| what | strings/s, median of 7 | slowest | fastest | ns | bytes |", "|---|--:|--:|--:|--:|--:|",
            Row("bare GTIN", Reading(Many(() => Gtin(random)))),
            Row("GTIN, lot, serial (GS1-128)", Reading(labels)),
            Row("GTIN, lot, serial, each asked for", Asking(labels)),
            Row("SSCC (GS1-128)", Reading(Many(() => "]C100" + Key(random, 18)))),
            Row("GTIN, lot, serial, bracketed", Reading(Many(() =>
                $"(01){Gtin(random)}(10){Text(random, 6)}(21){Text(random, 9)}"))),
            Row("Digital Link: GTIN, lot, serial, date", Reading(Many(() =>
                $"https://id.example/01/{Gtin(random)}/10/{Text(random, 6)}/21/{Text(random, 9)}?17=271224"))),
            Row("bad check digit (GS1-128)", Reading(Many(() => Damaged("]C101" + Gtin(random))))),
            Row("for scale: one check digit of 13 digits", Checking(Many(() => Gtin(random)))),
        ]);
    }

    private static Pace Reading(string[] codes)
    {
        return Pace.Of(Round);

        int Round()
        {
            var read = 0;
            foreach (var code in codes)
            {
                read += ScannedCode.Read(code, Today).IsRefused ? 0 : 1;
            }

            return read is 0 or Codes ? Codes : throw new InvalidOperationException("Some are read and some are not.");
        }
    }

    private static Pace Asking(string[] codes)
    {
        return Pace.Of(Round);

        int Round()
        {
            foreach (var text in codes)
            {
                var code = ScannedCode.Read(text, Today).Value;
                if (code.Gtin is null || code.Lot is null || code.Serial is null)
                {
                    throw new InvalidOperationException(text);
                }
            }

            return Codes;
        }
    }

    private static Pace Checking(string[] numbers)
    {
        return Pace.Of(Round);

        int Round()
        {
            foreach (var number in numbers)
            {
                if (CheckDigit.Of(number.AsSpan(0, 13)) != number[^1] - '0')
                {
                    throw new InvalidOperationException(number);
                }
            }

            return Codes;
        }
    }

    private static string[] Many(Func<string> make) => [.. Enumerable.Range(0, Codes).Select(_ => make())];

    private static string Gtin(Random random) => Key(random, 14);

    private static string Key(Random random, int length)
    {
        var body = random.GetString("0123456789", length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{body}{CheckDigit.Of(body)}");
    }

    private static string Text(Random random, int length) =>
        random.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length);

    private static string Damaged(string code) => code[..^1] + (char)('0' + ((code[^1] - '0' + 1) % 10));

    private static string Row(string name, Pace pace) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {pace.Median:#,0} | {pace.Slowest:#,0} | {pace.Fastest:#,0} | {1e9 / pace.Median:0} "
            + $"| {pace.Bytes:0} |");

    private static void Print(IEnumerable<string> lines) => Console.WriteLine(string.Join(Environment.NewLine, lines));
}
