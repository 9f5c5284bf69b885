using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

public abstract partial class DocumentsConformance
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_document_is_there_until_its_time_is_over_and_then_for_nobody()
    {
        await GivenAsync(Create("mortal", timeToLive: Life), Create("stays"));

        await Engine.PassAsync(Life - TimeSpan.FromSeconds(1));
        Assert.NotNull(await ReadAsync("mortal"));

        await Engine.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null(await ReadAsync("mortal"));
        Assert.Equal(["stays"], await IdsAsync(OwnThings));
        Assert.Equal(["stays"], await IdsAsync(new DocumentQuery(Things) { Kind = Kind }));
        var changes = await Documents.ReadChangesAsync(Things, null, null, 100, CancellationToken.None);
        Assert.Equal(["stays"], changes.Items.Select(document => document.Id));
    }

    [Fact]
    public async Task What_is_over_can_neither_be_replaced_nor_patched_nor_deleted()
    {
        var etag = (await GivenAsync(Create("mortal", timeToLive: Life)))[0]!;
        await Engine.PassAsync(Life);

        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(Replace("mortal", etag)));
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(Add("mortal", "n", 1)));
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(new DocumentOperation.Delete("mortal")));
        AssertRejected(BatchRejection.NotFound, 0, await CommitAsync(new DocumentOperation.Delete("mortal", etag)));
        Assert.Null(await ReadAsync("mortal"));
    }

    [Fact]
    public async Task The_id_of_what_is_over_is_free_again()
    {
        var old = (await GivenAsync(Create("one", timeToLive: Life), Create("two", timeToLive: Life)))[0];
        await Engine.PassAsync(Life);

        var etags = await GivenAsync(Create("one", new { n = 11 }), Upsert("two", new { n = 22 }));

        Assert.NotEqual(old, etags[0]);
        Assert.Equal((11, 22), (await NumberAsync("one", "n"), await NumberAsync("two", "n")));
        await Engine.PassAsync(Life);
        Assert.Equal(["one", "two"], await IdsAsync(OwnThings));
    }

    [Fact]
    public async Task A_taken_id_is_refused_for_as_long_as_the_document_lives()
    {
        await GivenAsync(Create("mortal", timeToLive: Life));
        await Engine.PassAsync(Life - TimeSpan.FromSeconds(1));

        AssertRejected(BatchRejection.AlreadyExists, 0, await CommitAsync(Create("mortal")));
    }

    [Fact]
    public async Task A_whole_write_sets_the_time_to_live_anew()
    {
        var etags = await GivenAsync(
            Create("kept", timeToLive: Life), Create("longer", timeToLive: Life), Create("shorter"));
        await GivenAsync(
            Replace("kept", etags[0]!),
            new DocumentOperation.Replace("longer", Kind, Json(new { n = 1 }), etags[1]!, Life * 2),
            Upsert("shorter", timeToLive: Life));

        await Engine.PassAsync(Life);

        Assert.Equal(["kept", "longer"], await IdsAsync(OwnThings));
    }

    [Fact]
    public async Task A_patch_does_not_make_a_document_immortal()
    {
        await GivenAsync(Create("mortal", timeToLive: Life));
        await Engine.PassAsync(Life / 2);
        await GivenAsync(Add("mortal", "n", 1));

        Assert.NotNull(await ReadAsync("mortal"));

        await Engine.PassAsync(Life);
        Assert.Null(await ReadAsync("mortal"));
    }

    [Fact]
    public async Task A_refused_batch_does_not_bring_back_what_is_over()
    {
        await GivenAsync(Create("mortal", timeToLive: Life), Create("taken"));
        await Engine.PassAsync(Life);

        AssertRejected(BatchRejection.AlreadyExists, 1, await CommitAsync(Create("mortal"), Create("taken")));

        Assert.Null(await ReadAsync("mortal"));
    }
}
