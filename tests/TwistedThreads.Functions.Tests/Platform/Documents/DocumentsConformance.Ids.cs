using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    // learn.microsoft.com/azure/cosmos-db/concepts-limits: 1,023 bytes, none of / \ ? #.
    public static TheoryData<string> RefusedIds =>
    [
        "", "a/b", "a\\b", "a?b", "a#b", "/", new string('a', 1024), new string('ü', 512),
        "a\0b", "a\nb", "a\u0085b", "a ", " a", " ",
    ];

    public static TheoryData<string> UnusualIds =>
    [
        new string('a', 1023), "größe", "日本語", "👕", "e\u0301", "a b", "a'b", "a\"b", "a;b", "a|b", "100%_",
        "'; DROP TABLE doc_things; --", "x' OR '1'='1", "$0", "{0}", "NULL", "a\uFFFFb", "مرحبا",
    ];

    [Theory]
    [MemberData(nameof(RefusedIds))]
    public async Task An_id_that_the_stricter_engine_would_refuse_is_refused(string id)
    {
        DocumentOperation[] operations =
        [
            Create(id), Replace(id, "1"), Upsert(id), new DocumentOperation.Delete(id), Add(id, "n", 1),
        ];
        foreach (var operation in operations)
        {
            await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync(Create("good"), operation));
        }

        Assert.Empty(await IdsAsync(OwnThings));
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_no_text()
    {
        foreach (var text in new[] { "a\uD83D", "\uDC55b", "\uDC55\uD83D" })
        {
            await Assert.ThrowsAsync<DocumentLimitException>(() => CommitAsync(Create(text)));
            await Assert.ThrowsAsync<DocumentLimitException>(() => CommitToAsync(text, Create("a")));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    public async Task A_partition_key_that_no_engine_keeps_is_refused(string partitionKey) =>
        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitToAsync(partitionKey, Create("a")));

    [Fact]
    public async Task A_partition_key_holds_2048_bytes()
    {
        Assert.True((await CommitToAsync(new string('ü', 1024), Create("a"))).IsCommitted);
        await Assert.ThrowsAsync<DocumentLimitException>(() => CommitToAsync(new string('ü', 1024) + "x", Create("a")));
    }

    [Theory]
    [MemberData(nameof(UnusualIds))]
    public async Task Any_other_text_is_just_an_id_and_just_a_partition_key(string text)
    {
        await GivenAsync(Create("bystander"));

        Assert.True((await CommitToAsync(text, Create(text, new { n = 1 }))).IsCommitted);
        Assert.True((await CommitToAsync(text, Add(text, "n", 1))).IsCommitted);

        var found = await ReadAsync(text, text);
        Assert.Equal((text, text), (found!.PartitionKey, found.Id));
        var query = new DocumentQuery(Things) { PartitionKey = text, IdPrefix = text };
        Assert.Equal([text], await IdsAsync(query));
        Assert.True((await CommitToAsync(text, Replace(text, found.ETag))).IsCommitted);
        Assert.True((await CommitToAsync(text, new DocumentOperation.Delete(text))).IsCommitted);
        Assert.Equal(["bystander"], await IdsAsync(OwnThings));
    }

    [Fact]
    public async Task Ids_that_only_look_alike_are_different()
    {
        string[] alike = ["a", "A", "e\u0301", "\u00e9", "1", "01", "1.0"];

        await GivenAsync([.. alike.Select(id => Create(id))]);

        Assert.Equal(alike.Order(StringComparer.Ordinal), (await IdsAsync(OwnThings)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a'b")]
    [InlineData("thing' OR '1'='1")]
    [InlineData("größe")]
    public async Task A_kind_is_a_plain_name(string kind)
    {
        await Assert.ThrowsAsync<DocumentLimitException>(() => IdsAsync(OwnThings with { Kind = kind }));
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => CommitAsync(new DocumentOperation.Create("a", kind, Json(new { n = 1 }))));
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => CommitAsync(new DocumentOperation.Upsert("a", kind, Json(new { n = 1 }))));
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => CommitAsync(new DocumentOperation.Replace("a", kind, Json(new { n = 1 }), "1")));
    }

    [Theory]
    [InlineData("a'b")]
    [InlineData("colour') = 'red' OR ('1")]
    [InlineData("")]
    [InlineData("weight")]
    public async Task A_member_without_an_index_cannot_be_asked_for(string field) =>
        await Assert.ThrowsAsync<DocumentLimitException>(
            () => IdsAsync(OwnThings with { Kind = Kind, Where = FieldFilter.Is(field, "red") }));
}
