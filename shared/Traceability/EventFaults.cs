using System.Globalization;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Collects what is wrong with an event or a document, with JSON Pointers, up to a sensible number.</summary>
public sealed class EventFaults
{
    /// <summary>Faults told of one event; whoever sends more has a systematic mistake.</summary>
    public const int Most = 20;

    private const int Longest = 500;
    private readonly List<InputFault> _found = [];

    public IReadOnlyList<InputFault> Found => _found;

    public bool IsClean => _found.Count == 0;

    public void Add(string pointer, string code, string detail)
    {
        if (_found.Count < Most)
        {
            _found.Add(new InputFault(Shortened(pointer), $"epcis.{code}", Shortened(detail)));
        }
    }

    // Names are the sender's, and may be as long as the document.
    private static string Shortened(string text) => text.Length <= Longest ? text : string.Concat(
        text.AsSpan(0, char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest), "…");

    /// <summary>The pointer of a member; names are escaped as RFC 6901 asks.</summary>
    public static string At(string pointer, string member) =>
        $"{pointer}/{Escaped(member.Replace("~", "~0", StringComparison.Ordinal))}";

    public static string At(string pointer, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    private static string Escaped(string member) => member.Replace("/", "~1", StringComparison.Ordinal);
}
