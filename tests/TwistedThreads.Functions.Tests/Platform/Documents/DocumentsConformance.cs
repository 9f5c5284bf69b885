using System.Text.Json;
using System.Text.Json.Nodes;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>What every document engine promises. One suite; each engine runs all of it.</summary>
public abstract partial class DocumentsConformance : IAsyncLifetime
{
    protected const string Things = "things";
    protected const string Papers = "papers";
    protected const string Notes = "notes";
    protected const string Kind = "thing";
    protected const string Owner = "ada";

    protected IEngineUnderTest Engine { get; private set; } = null!;

    protected IDocuments Documents => Engine.Documents;

    public async Task InitializeAsync() => Engine = await OpenAsync(
        new DocumentContainer(
            Things, "owner",
            new DocumentIndex(Kind, "colour"), new DocumentIndex(Kind, "rank"), new DocumentIndex(Kind, "dueAt")),
        new DocumentContainer(Papers, "owner"),
        new DocumentContainer(Notes, "kind"));

    public async Task DisposeAsync() => await Engine.DisposeAsync();

    protected abstract Task<IEngineUnderTest> OpenAsync(params DocumentContainer[] containers);

    protected static byte[] Json<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body);

    protected static DocumentOperation.Create Create(string id, object? body = null, TimeSpan? timeToLive = null) =>
        new(id, Kind, Json(body ?? new { n = 1 }), timeToLive);

    protected static DocumentOperation.Replace Replace(string id, string ifMatch, object? body = null) =>
        new(id, Kind, Json(body ?? new { n = 2 }), ifMatch);

    protected static DocumentOperation.Upsert Upsert(string id, object? body = null, TimeSpan? timeToLive = null) =>
        new(id, Kind, Json(body ?? new { n = 3 }), timeToLive);

    protected static DocumentOperation.Patch Add(string id, string field, int by, params AtLeast[] conditions) =>
        new(id, [new Increment(field, by)], conditions);

    protected Task<BatchOutcome> CommitAsync(params DocumentOperation[] operations) => CommitToAsync(Owner, operations);

    protected Task<BatchOutcome> CommitToAsync(string partitionKey, params DocumentOperation[] operations) =>
        Documents.CommitAsync(Things, partitionKey, operations, CancellationToken.None);

    /// <summary>Commits what a test takes for granted.</summary>
    /// <returns>The new ETags.</returns>
    protected async Task<IReadOnlyList<string?>> GivenAsync(params DocumentOperation[] operations)
    {
        var outcome = await CommitAsync(operations);
        Assert.True(outcome.IsCommitted, outcome.ToString());
        return outcome.ETags;
    }

    protected ValueTask<Document?> ReadAsync(string id, string partitionKey = Owner) =>
        Documents.ReadAsync(Things, partitionKey, id, CancellationToken.None);

    protected async Task<long?> NumberAsync(string id, string field)
    {
        var found = await ReadAsync(id);
        using var body = JsonDocument.Parse(found!.Body);
        return body.RootElement.TryGetProperty(field, out var value) ? value.GetInt64() : null;
    }

    protected async Task<IReadOnlyList<string>> IdsAsync(DocumentQuery query) =>
        [.. (await Documents.QueryAsync(query, CancellationToken.None)).Items.Select(document => document.Id)];

    protected static DocumentQuery OwnThings => new(Things) { PartitionKey = Owner };

    /// <summary>The same JSON, however it is spelled: an engine may escape differently and drop blanks.</summary>
    protected static void AssertSame(byte[] expected, ReadOnlyMemory<byte> actual)
    {
        var (wanted, seen) = (JsonNode.Parse(expected), JsonNode.Parse(actual.Span));
        Assert.True(JsonNode.DeepEquals(wanted, seen), $"Expected {wanted}, but there is {seen}");
    }

    protected static void AssertRejected(BatchRejection reason, int index, BatchOutcome outcome)
    {
        Assert.Equal((reason, index), (outcome.Rejection, outcome.Index));
        Assert.False(outcome.IsCommitted);
        Assert.Empty(outcome.ETags);
    }
}
