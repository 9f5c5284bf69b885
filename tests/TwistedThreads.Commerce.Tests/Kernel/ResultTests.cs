using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Tests.Kernel;

public sealed class ResultTests
{
    private static readonly Refusal No = Refusal.Conflict("stock.not-enough", "Only three are left.");

    [Fact]
    public void A_value_passes_through_every_step()
    {
        Result<int> three = 3;

        Assert.False(three.IsRefused);
        Assert.Equal(3, three.Value);
        Assert.Equal("6", three.Map(pieces => pieces * 2).Then(Written).Value);
        Assert.Equal("yes", three.Match(_ => "yes", _ => "no"));
    }

    [Fact]
    public void A_refusal_skips_every_step_and_keeps_its_reason()
    {
        Result<int> refused = No;

        Assert.True(refused.IsRefused);
        Assert.Same(No, refused.Map(Unreachable).Refusal);
        Assert.Same(No, refused.Then(_ => Written(Unreachable(0))).Refusal);
        Assert.Equal("stock.not-enough", refused.Match(_ => "yes", refusal => refusal.Code));
    }

    [Fact]
    public void A_step_may_refuse() =>
        Assert.Same(No, ((Result<int>)3).Then(Refused).Refusal);

    [Fact]
    public async Task An_asynchronous_step_is_taken_only_by_a_value()
    {
        Result<int> three = 3;
        Result<int> refused = No;

        Assert.Equal("3", (await three.ThenAsync(pieces => Task.FromResult(Written(pieces)))).Value);
        Assert.Same(No, (await refused.ThenAsync(_ => Task.FromResult(Written(Unreachable(0))))).Refusal);
    }

    [Fact]
    public void Whoever_takes_the_value_of_a_refusal_has_not_asked_first()
    {
        Result<int> refused = No;

        var fault = Assert.Throws<InvalidOperationException>(() => refused.Value);
        Assert.Contains("stock.not-enough", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_about_a_place_in_the_input_names_it()
    {
        var refusal = Refusal.Invalid("scan.unreadable", "/code", "No such code.");

        Assert.Equal([new InputFault("/code", "scan.unreadable", "No such code.")], refusal.Faults);
        Assert.Equal(RefusalKind.Malformed, Refusal.Malformed("body.no-json", "", "No JSON.").Kind);
        Assert.Equal(RefusalKind.NotFound, Refusal.NotFound("order.unknown", "No such order.").Kind);
        Assert.Empty(No.Faults);
    }

    private static Result<string> Written(int pieces) => $"{pieces}";

    private static Result<int> Refused(int pieces) => No;

    private static int Unreachable(int pieces) => throw new InvalidOperationException("A refused step was taken.");
}
