using System.Globalization;
using System.Text;

namespace TwistedThreads.Commerce.Catalog;

/// <summary>Splits text into the words that search compares: lower case, without accents,
/// letters and digits only.</summary>
public static class SearchWords
{
    private const int MaxWords = 12;

    public static IReadOnlyList<string> Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                word.Append(PlainLetters.Of(char.ToLowerInvariant(character)));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>The words of a customer's query, at most twelve: more would only narrow it to nothing.</summary>
    public static IReadOnlyList<string> OfQuery(string text) => [.. Of(text).Take(MaxWords)];
}
