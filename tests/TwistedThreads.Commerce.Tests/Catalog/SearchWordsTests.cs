using TwistedThreads.Commerce.Catalog;

namespace TwistedThreads.Commerce.Tests.Catalog;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("Classic Crew-Tee", "classic crew tee")]
    [InlineData("  Crème BRÛLÉE  ", "creme brulee")]
    [InlineData("São João", "sao joao")]
    [InlineData("Größe 3XL/4XL", "große 3xl 4xl")] // An ß is a letter of its own, not an s with an accent.
    [InlineData("100% cotton (180 g/m²)", "100 cotton 180 g m")]
    [InlineData("TEE_CREW", "tee crew")]
    [InlineData("Ζέα Ёлка", "ζεα елка")]
    [InlineData("T恤 男", "t恤 男")]
    [InlineData("👕", "")]
    [InlineData("", "")]
    [InlineData("!?", "")]
    [InlineData("\ud83d", "")] // Half of a character.
    public void Words_are_lower_case_letters_and_digits_without_accents(string text, string words) =>
        Assert.Equal(words, string.Join(' ', SearchWords.Of(text)));

    [Fact]
    public void Composed_and_decomposed_letters_are_the_same_word() =>
        Assert.Equal(SearchWords.Of("caf\u00e9"), SearchWords.Of("cafe\u0301"));

    [Fact]
    public void A_query_counts_its_first_twelve_words() =>
        Assert.Equal(12, SearchWords.OfQuery("a b c d e f g h i j k l m n").Count);
}
