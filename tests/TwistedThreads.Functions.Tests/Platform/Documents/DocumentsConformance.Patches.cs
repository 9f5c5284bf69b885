using System.Text;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Fact]
    public async Task A_patch_adds_to_its_members_and_leaves_the_rest_alone()
    {
        await GivenAsync(Create(
            "level", new { onHand = 10, reserved = 2, note = "größer \"als\" 👕", list = new[] { 1 } }));

        await GivenAsync(new DocumentOperation.Patch(
            "level", [new Increment("onHand", -3), new Increment("reserved", 4)], []));

        var found = await ReadAsync("level");
        Assert.Equal(Kind, found!.Kind);
        Assert.Equal(
            new Level(7, 6, "größer \"als\" 👕", [1]).ToString(),
            found.As<Level>().ToString());
    }

    [Fact]
    public async Task A_patched_body_is_still_the_same_json()
    {
        await GivenAsync(new DocumentOperation.Create(
            "a", Kind, Encoding.UTF8.GetBytes("""{"n":1,"price":"19.90","t":"ü","x":null,"b":false,"o":{"d":[]}}""")));

        await GivenAsync(Add("a", "n", 1));

        AssertSame(
            """{"n":2,"price":"19.90","t":"ü","x":null,"b":false,"o":{"d":[]}}"""u8.ToArray(),
            (await ReadAsync("a"))!.Body);
    }

    [Fact]
    public async Task A_member_that_is_missing_counts_as_zero()
    {
        await GivenAsync(Create("a", new { onHand = 3 }));

        await GivenAsync(Add("a", "fresh", 5, new AtLeast("onHand", 3, Minus: "reserved")));
        await GivenAsync(Add("a", "other", 1, new AtLeast("unheard", 0)));
        AssertRejected(
            BatchRejection.ConditionFailed, 0, await CommitAsync(Add("a", "fresh", 1, new AtLeast("unheard", 1))));

        Assert.Equal(5, await NumberAsync("a", "fresh"));
        Assert.Equal(1, await NumberAsync("a", "other"));
    }

    [Theory]
    [InlineData(4, true)] // 10 on hand less 6 reserved leaves 4
    [InlineData(5, false)]
    public async Task A_condition_may_weigh_one_member_against_another(int wanted, bool isEnough)
    {
        await GivenAsync(Create(
            "level", new { onHand = 10, reserved = 6 }));

        var outcome = await CommitAsync(
            Add("level", "reserved", wanted, new AtLeast("onHand", wanted, Minus: "reserved")));

        Assert.Equal(isEnough, outcome.IsCommitted);
        Assert.Equal(isEnough ? 10 : 6, await NumberAsync("level", "reserved"));
    }

    [Fact]
    public async Task One_failing_condition_of_several_leaves_nothing()
    {
        await GivenAsync(Create("a", new { one = 5, two = 0 }));
        var etag = (await ReadAsync("a"))!.ETag;

        var outcome = await CommitAsync(new DocumentOperation.Patch(
            "a",
            [new Increment("one", 1), new Increment("two", 1)],
            [new AtLeast("one", 5), new AtLeast("two", 1)]));

        AssertRejected(BatchRejection.ConditionFailed, 0, outcome);
        Assert.Equal((5, 0), (await NumberAsync("a", "one"), await NumberAsync("a", "two")));
        Assert.Equal(etag, (await ReadAsync("a"))!.ETag);
    }

    [Fact]
    public async Task A_patch_of_nothing_is_not_found_even_where_its_condition_could_not_hold()
    {
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(Add("missing", "n", 1)));
        AssertRejected(
            BatchRejection.NotFound, 0, await CommitAsync(Add("missing", "n", 1, new AtLeast("n", int.MaxValue))));
    }

    [Fact]
    public async Task The_same_member_named_twice_is_added_to_twice()
    {
        await GivenAsync(Create("a", new { n = 1 }));

        await GivenAsync(new DocumentOperation.Patch("a", [new Increment("n", 2), new Increment("n", 3)], []));

        Assert.Equal(6, await NumberAsync("a", "n"));
    }

    [Fact]
    public async Task Sums_beyond_32_bits_are_kept()
    {
        await GivenAsync(Create("a", new { n = int.MaxValue }));

        await GivenAsync(Add("a", "n", int.MaxValue));

        Assert.Equal(2L * int.MaxValue, await NumberAsync("a", "n"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public async Task A_patch_changes_one_to_nine_members(int members)
    {
        await GivenAsync(Create("a"));
        Increment[] increments = [.. Enumerable.Range(0, members).Select(index => new Increment($"m{index}", 1))];

        await Assert.ThrowsAsync<DocumentLimitException>(
            () => CommitAsync(new DocumentOperation.Patch("a", increments, [])));

        await GivenAsync(new DocumentOperation.Patch("a", [.. increments.Append(new("m", 1)).Take(9)], []));
    }

    [Theory]
    [MemberData(nameof(HostileNames))]
    public async Task A_name_that_is_no_member_is_refused(string name)
    {
        await GivenAsync(Create("a"));

        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync(Add("a", name, 1)));
        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync(Add("a", "n", 1, new AtLeast(name, 0))));
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => CommitAsync(Add("a", "n", 1, new AtLeast("n", 0, Minus: name))));

        AssertSame("""{"n":1}"""u8.ToArray(), (await ReadAsync("a"))!.Body);
    }

    public static TheoryData<string> HostileNames =>
    [
        "", " ", "a.b", "a[0]", "$", "a'b", "a\"b", "a,b", "a;b", "n') --", "größe", "a/b", "a\0b",
        "x'), 0) WHERE 1=1; DROP TABLE doc_things; --",
    ];

    private sealed record Level(int OnHand, int Reserved, string Note, int[] List)
    {
        public override string ToString() => $"{OnHand} {Reserved} {Note} {string.Join(' ', List)}";
    }
}
