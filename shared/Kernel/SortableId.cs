using System.Buffers;

namespace TwistedThreads.Commerce.Kernel;

/// <summary>Makes new identifiers. A port, because both the clock and chance are outside the rules.</summary>
public interface IIdSource
{
    /// <summary>A new identifier that sorts after those of earlier milliseconds, such as <c>ord_01k9x…</c>.</summary>
    string New(string prefix);

    /// <summary>A bearer secret of 256 random bits, base64url: unguessable, and safe in a header.</summary>
    string NewToken();
}

/// <summary>The form of our identifiers: a prefix, then 26 characters that begin with the time.</summary>
/// <remarks>48 bits of Unix milliseconds and 80 random bits in Crockford's base 32, lower case: the layout of ULID
/// (github.com/ulid/spec), which sorts as text.</remarks>
public static class SortableId
{
    public const int Length = 26;
    private const int TimeLength = 10;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    /// <param name="prefix">With its underscore: <c>ord_</c>.</param>
    /// <param name="at">UTC; kept to the millisecond.</param>
    /// <param name="entropy">Exactly ten bytes.</param>
    public static string Create(string prefix, DateTimeOffset at, ReadOnlySpan<byte> entropy)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(entropy.Length, 10);
        Span<char> text = stackalloc char[Length];
        WriteTime(at, text[..TimeLength]);
        Encode(entropy[..5], text[10..18]);
        Encode(entropy[5..], text[18..]);
        return string.Concat(prefix, text);
    }

    /// <summary>The ten characters with which an identifier of that millisecond begins: what follows from a cause may
    /// bear them to sort by time.</summary>
    public static string TimeOf(DateTimeOffset at)
    {
        Span<char> text = stackalloc char[TimeLength];
        WriteTime(at, text);
        return new string(text);
    }

    public static bool IsValid(string? text, string prefix) =>
        text is not null
        && text.Length == prefix.Length + Length
        && text.StartsWith(prefix, StringComparison.Ordinal)
        && !text.AsSpan(prefix.Length).ContainsAnyExcept(Allowed);

    /// <summary>The same identifier under another prefix: what belongs to an order carries the order's time.</summary>
    public static string Rename(string id, string prefix) => string.Concat(prefix, id.AsSpan(id.Length - Length));

    private static void WriteTime(DateTimeOffset at, Span<char> tenCharacters)
    {
        var time = at.ToUnixTimeMilliseconds();
        for (var index = TimeLength - 1; index >= 0; index--)
        {
            tenCharacters[index] = Alphabet[(int)(time & 31)];
            time >>= 5;
        }
    }

    private static void Encode(ReadOnlySpan<byte> fiveBytes, Span<char> eightCharacters)
    {
        ulong bits = 0;
        foreach (var part in fiveBytes)
        {
            bits = (bits << 8) | part;
        }

        for (var index = 7; index >= 0; index--)
        {
            eightCharacters[index] = Alphabet[(int)(bits & 31)];
            bits >>= 5;
        }
    }
}
