using System.Text;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Cosmos;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>The stored form is written once and read in whatever order the service gives its members.</summary>
public sealed class CosmosFormTests
{
    [Fact]
    public async Task A_document_is_stored_with_its_key_kind_mark_body_and_life()
    {
        await using var stream = CosmosForm.Of(
            "sku", "TEE", "level|WH1", "level", "m.1", "{\"free\":3}"u8.ToArray(), TimeSpan.FromSeconds(90.2));

        using var stored = await JsonDocument.ParseAsync(stream);
        var root = stored.RootElement;
        Assert.Equal("level|WH1", root.GetProperty("id").GetString());
        Assert.Equal("TEE", root.GetProperty("sku").GetString());
        Assert.Equal("level", root.GetProperty("kind").GetString());
        Assert.Equal("m.1", root.GetProperty("write").GetString());
        Assert.Equal(3, root.GetProperty("body").GetProperty("free").GetInt32());
        Assert.Equal(91, root.GetProperty("ttl").GetInt64());
    }

    [Fact]
    public void A_life_below_a_second_is_a_second()
    {
        using var stream = CosmosForm.Of("pk", "p", "i", "k", "m", "{}"u8.ToArray(), TimeSpan.FromMilliseconds(1));

        using var stored = JsonDocument.Parse(stream);
        Assert.Equal(1, stored.RootElement.GetProperty("ttl").GetInt64());
    }

    [Fact]
    public void Members_are_found_in_any_order_and_strangers_are_passed_over()
    {
        var json = """
            {"_attachments":"a/","body":{"id":"inner","kind":"inner","x":[1,{"y":2}]},"_ts":1763633703,"new":{"a":[]},
             "kind":"level","_etag":"\"e\"","sku":"TEE","write":"m.1","id":"level|WH1"}
            """u8.ToArray();

        var (document, write) = CosmosForm.Read(json, "sku");

        Assert.Equal(("TEE", "level|WH1", "level", "\"e\""),
            (document.PartitionKey, document.Id, document.Kind, document.ETag));
        Assert.Equal("m.1", write);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1763633703), document.At);
        Assert.Equal("""{"id":"inner","kind":"inner","x":[1,{"y":2}]}""", Encoding.UTF8.GetString(document.Body.Span));
    }

    [Fact]
    public void A_container_keyed_by_kind_finds_its_key()
    {
        var json = """{"id":"a","kind":"parked","body":{},"_etag":"e","_ts":1}"""u8.ToArray();

        Assert.Equal("parked", CosmosForm.Read(json, "kind").Document.PartitionKey);
    }

    [Fact]
    public void A_document_without_its_kind_is_corrupt() => Assert.Throws<JsonException>(
        () => CosmosForm.Read("""{"id":"a","sku":"b","body":{},"_etag":"e","_ts":1}"""u8.ToArray(), "sku"));

    [Fact]
    public void A_page_gives_its_documents_and_nothing_around_them()
    {
        var json = """
            {"_rid":"r","Documents":[{"id":"a","sku":"t","kind":"k","body":{"n":1},"_etag":"1","_ts":1},
             {"id":"b","sku":"t","kind":"k","body":{"n":2},"_etag":"2","_ts":1}],"_count":2}
            """u8.ToArray();

        Assert.Equal(["a", "b"], CosmosForm.ReadMany(json, "sku").Select(document => document.Id));
    }
}
