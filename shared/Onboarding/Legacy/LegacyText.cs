using System.Text;

namespace TwistedThreads.Commerce.Onboarding.Legacy;

/// <summary>Turns the bytes of an exported file into text, whatever program wrote them.</summary>
/// <param name="Encoding">utf-8, utf-16 or windows-1252.</param>
/// <param name="Dropped">Control characters that were left out.</param>
public sealed record LegacyText(string Text, string Encoding, int Dropped)
{
    // Windows code page 1252, 0x80 to 0x9F; the rest is that of Latin-1. Zero where nothing is assigned.
    private const string HighControls =
        "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0"
        + "\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    /// <summary>UTF-16 where a byte order mark says so, UTF-8 where the bytes are UTF-8, else Windows-1252, which any
    /// bytes are. Control characters other than tabs and line ends are dropped.</summary>
    public static LegacyText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return Cleaned(System.Text.Encoding.Unicode.GetString(bytes[2..]), "utf-16");
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return Cleaned(System.Text.Encoding.BigEndianUnicode.GetString(bytes[2..]), "utf-16");
        }

        var body = bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
        return System.Text.Unicode.Utf8.IsValid(body)
            ? Cleaned(System.Text.Encoding.UTF8.GetString(body), "utf-8")
            : Cleaned(FromWindows(body), "windows-1252");
    }

    private static string FromWindows(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var one in bytes)
        {
            text.Append(one is >= 0x80 and <= 0x9F ? HighControls[one - 0x80] : (char)one);
        }

        return text.ToString();
    }

    private static LegacyText Cleaned(string text, string encoding)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (!IsStray(letter))
            {
                kept.Append(letter);
            }
        }

        return new LegacyText(kept.ToString(), encoding, text.Length - kept.Length);
    }

    // Half a surrogate pair is no text that could be stored; U+FEFF and U+FFFE are marks in the middle of a file.
    private static bool IsStray(char letter) =>
        (char.IsControl(letter) && letter is not ('\t' or '\r' or '\n')) || letter is '\uFEFF' or '\uFFFE' or '\u200B'
        || char.IsSurrogate(letter);
}
