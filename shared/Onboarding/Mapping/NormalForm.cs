using TwistedThreads.Commerce.Catalog;

namespace TwistedThreads.Commerce.Onboarding.Mapping;

/// <summary>A name as people mean it: without case, accents, blanks, hyphens and other marks, and with every O read as
/// a zero. Names that are one here differ only by how they were typed.</summary>
public static class NormalForm
{
    public static string Of(string name) =>
        string.Concat(SearchWords.Of(name)).ToUpperInvariant().Replace('O', '0');

    /// <summary>A name of the shop as its own mapping knows it: blanks around it and case do not matter.</summary>
    public static string KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Join(' ', name.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }
}
