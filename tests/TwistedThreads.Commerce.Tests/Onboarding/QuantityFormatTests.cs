using TwistedThreads.Commerce.Onboarding.Legacy;

namespace TwistedThreads.Commerce.Tests.Onboarding;

public sealed class QuantityFormatTests
{
    [Theory]
    [InlineData("3", 3)]
    [InlineData(" 3 ", 3)]
    [InlineData("+3", 3)]
    [InlineData("003", 3)]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-3", -3)]
    [InlineData("3-", -3)]
    [InlineData("(3)", -3)]
    [InlineData("\u22123", -3)]
    [InlineData("3,0", 3)]
    [InlineData("3.0", 3)]
    [InlineData("3,00", 3)]
    [InlineData("0,000", 0)]
    [InlineData(",0", 0)]
    [InlineData("3,0000", 3)]
    [InlineData("1234,000", 1234)]
    [InlineData("1.234,00", 1234)]
    [InlineData("1,234.00", 1234)]
    [InlineData("1.234", 1234)]
    [InlineData("1,234", 1234)]
    [InlineData("1 234", 1234)]
    [InlineData("1\u00A0234", 1234)]
    [InlineData("1'234", 1234)]
    [InlineData("12.345", 12345)]
    [InlineData("12 Stk.", 12)]
    [InlineData("12 pcs", 12)]
    [InlineData("'12", 12)]
    public void A_number_of_pieces_is_read_however_it_is_written(string text, int pieces) =>
        Assert.Equal((pieces, QuantityFault.None), Alone(text));

    [Theory]
    [InlineData("", QuantityFault.Missing)]
    [InlineData("  ", QuantityFault.Missing)]
    [InlineData("-", QuantityFault.Unreadable)]
    [InlineData("n/a", QuantityFault.Unreadable)]
    [InlineData("3 or 4", QuantityFault.Unreadable)]
    [InlineData("1,2E+03", QuantityFault.Unreadable)]
    [InlineData("1.23.4", QuantityFault.Unreadable)]
    [InlineData("1,234.567,8", QuantityFault.Unreadable)]
    [InlineData("٣", QuantityFault.Unreadable)]
    [InlineData("2,5", QuantityFault.Fraction)]
    [InlineData("0,250", QuantityFault.Fraction)]
    [InlineData("3.000", QuantityFault.Ambiguous)]
    [InlineData("12,000", QuantityFault.Ambiguous)]
    [InlineData("4006381333931", QuantityFault.Absurd)]
    [InlineData("99999999999999999999", QuantityFault.Absurd)]
    [InlineData("100001", QuantityFault.Absurd)]
    public void What_is_no_number_of_pieces_says_why(string text, QuantityFault fault) =>
        Assert.Equal((0, fault), Alone(text));

    [Theory]
    [InlineData("3.000", "2,0", 3000)]
    [InlineData("3.000", "2.0", 3)]
    [InlineData("3,000", "0,000", 3)]
    [InlineData("3,000", "1.234,5", 3)]
    [InlineData("3.000", "1.234.567", 3000)]
    public void Clear_numbers_of_a_file_explain_the_unclear_ones(string text, string other, int pieces) =>
        Assert.Equal((pieces, QuantityFault.None), QuantityFormat.Learn([text, other]).Read(text));

    [Fact]
    public void Numbers_that_contradict_each_other_explain_nothing() => Assert.Equal(
        QuantityFault.Ambiguous, QuantityFormat.Learn(["3.000", "2,0", "2.0"]).Read("3.000").Fault);

    private static (int Pieces, QuantityFault Fault) Alone(string text) => QuantityFormat.Learn([text]).Read(text);
}
