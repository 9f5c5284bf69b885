using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    [Fact]
    public async Task A_query_in_one_partition_sees_no_other()
    {
        await GivenAsync(Create("b"), Create("a"));
        await CommitToAsync("bob", Create("c"));

        Assert.Equal(["a", "b"], await IdsAsync(OwnThings));
        Assert.Equal(["a", "b", "c"], await IdsAsync(new DocumentQuery(Things)));
        Assert.Empty(await IdsAsync(OwnThings with { PartitionKey = "carol" }));
        Assert.Empty(await IdsAsync(new DocumentQuery(Papers)));
    }

    [Fact]
    public async Task A_query_may_ask_for_one_kind_only()
    {
        await GivenAsync(
            Create("thing1"),
            new DocumentOperation.Create("other", "other-kind", Json(new { n = 1 })),
            Create("thing2"));

        Assert.Equal(["thing1", "thing2"], await IdsAsync(OwnThings with { Kind = Kind }));
        Assert.Equal(["other"], await IdsAsync(OwnThings with { Kind = "other-kind" }));
        Assert.Empty(await IdsAsync(OwnThings with { Kind = "unheard" }));
    }

    [Theory]
    [InlineData("level|", "level|b,level|x")]
    [InlineData("level", "level,level|b,level|x,levels")]
    [InlineData("level|b", "level|b")]
    [InlineData("level|bb", "")]
    [InlineData("LEVEL", "")]
    [InlineData("%", "%x")]
    [InlineData("_", "_x")]
    [InlineData("👕", "👕,👕x")]
    [InlineData("z\uD83D\uDFFF", "z\uD83D\uDFFFy")] // last low surrogate but 1,023: its successor is none
    [InlineData("z\uFFFF", "z\uFFFFy")]
    [InlineData("z\uD7FF", "z\uD7FFy")]
    [InlineData("z\uDBFF\uDFFF", "z\uDBFF\uDFFFy")] // U+10FFFF, the last code point of all
    public async Task An_id_prefix_finds_what_begins_with_it_and_nothing_else(string prefix, string expected)
    {
        await GivenAsync([.. new[]
        {
            "level", "level|b", "level|x", "levelm", "levels", "leve", "level}", "%x", "_x", "ax", "👕", "👕x", "👖",
            "z\uD83D\uDFFFy", "z\uFFFFy", "z\uD7FFy", "z\uE000", "z\uFFFD", "z\U00010000", "z\uDBFF\uDFFFy", "z", "zz",
        }.Select(id => Create(id))]);
        var wanted = expected.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Concat(prefix == "level" ? ["levelm", "level}"] : []);

        var found = await IdsAsync(OwnThings with { IdPrefix = prefix });

        Assert.Equal(wanted.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_empty_prefix_asks_for_everything()
    {
        await GivenAsync(Create("a"), Create("b"));

        Assert.Equal(["a", "b"], await IdsAsync(OwnThings with { IdPrefix = "" }));
    }

    [Fact]
    public async Task An_indexed_member_is_found_by_its_value_over_all_partitions()
    {
        await GivenAsync(Create("a", new { colour = "red", rank = 1 }), Create("b", new { colour = "blue", rank = 2 }));
        await CommitToAsync("bob", Create("c", new { colour = "red", rank = 10 }));
        await CommitToAsync("bob", new DocumentOperation.Create("d", "other-kind", Json(new { colour = "red" })));
        await CommitToAsync("bob", Create("e", new { rank = "1" }));

        Assert.Equal(["a", "c"], await IdsAsync(All with { Where = FieldFilter.Is("colour", "red") }));
        Assert.Equal(["c"], await IdsAsync(
            All with { PartitionKey = "bob", Where = FieldFilter.Is("colour", "red") }));
        Assert.Equal(["a"], await IdsAsync(All with { Where = FieldFilter.Is("rank", 1) }));
        Assert.Empty(await IdsAsync(All with { Where = FieldFilter.Is("colour", "RED") }));
        Assert.Empty(await IdsAsync(All with { Where = FieldFilter.Is("colour", "red' OR '1'='1") }));
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => IdsAsync(new DocumentQuery(Things) { Where = FieldFilter.Is("colour", "red") }));
    }

    [Fact]
    public async Task A_time_is_before_another_only_when_it_is_earlier()
    {
        var noon = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        await GivenAsync(
            Create("earlier", new { dueAt = UtcConverter.Text(noon.AddMilliseconds(-1)) }),
            Create("then", new { dueAt = UtcConverter.Text(noon) }),
            Create("later", new { dueAt = UtcConverter.Text(noon.AddMilliseconds(1)) }),
            Create("never"));

        Assert.Equal(["earlier"], await IdsAsync(All with { Where = FieldFilter.Before("dueAt", noon) }));
        Assert.Equal(["earlier"], await IdsAsync(
            All with { Where = FieldFilter.Before("dueAt", noon.ToOffset(TimeSpan.FromHours(5))) }));
    }

    [Fact]
    public async Task What_is_asked_for_since_a_time_begins_at_that_time()
    {
        var noon = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
        await GivenAsync(
            Create("earlier", new { dueAt = UtcConverter.Text(noon.AddMilliseconds(-1)) }),
            Create("later", new { dueAt = UtcConverter.Text(noon.AddMilliseconds(1)) }),
            Create("then", new { dueAt = UtcConverter.Text(noon) }),
            Create("when-unknown"));

        Assert.Equal(["later", "then"], await IdsAsync(All with { Where = FieldFilter.Since("dueAt", noon) }));
        Assert.Equal(["later", "then"], await IdsAsync(
            All with { Where = FieldFilter.Since("dueAt", noon.ToOffset(TimeSpan.FromHours(-3))) }));
    }

    [Fact]
    public async Task A_patched_member_is_found_by_its_new_value()
    {
        await GivenAsync(Create("a", new { rank = 1 }));

        await GivenAsync(Add("a", "rank", 6));

        Assert.Equal(["a"], await IdsAsync(All with { Where = FieldFilter.Is("rank", 7) }));
        Assert.Empty(await IdsAsync(All with { Where = FieldFilter.Is("rank", 1) }));
    }

    private static DocumentQuery All => new(Things) { Kind = Kind };
}
