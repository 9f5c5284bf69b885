using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Inventory.Desk;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.Inventory.Desk;

/// <summary>A key names one wish, for good.</summary>
public sealed class DeskClaimsTests
{
    [Fact]
    public async Task The_same_wish_has_one_id_however_many_ask_at_once()
    {
        await using var bench = await DeskBench.OpenAsync();

        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ClaimAsync(bench, "k", "body")));

        Assert.Single(claims.Select(claim => claim.Value).Distinct());
    }

    [Theory]
    [InlineData("/api/transfers", "another body")]
    [InlineData("/api/counts", "body")]
    public async Task A_key_fits_no_other_wish(string path, string body)
    {
        await using var bench = await DeskBench.OpenAsync();
        await ClaimAsync(bench, "k", "body");

        var other = await ClaimAsync(bench, "k", body, path);

        Assert.Equal("idempotency.key-reused", other.Refusal!.Code);
        Assert.False((await ClaimAsync(bench, "other key", body, path)).IsRefused);
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_found_again()
    {
        await using var bench = await DeskBench.OpenAsync();
        bench.Documents.OnCommits(Fault.TimeoutAfterCommit);
        await Assert.ThrowsAnyAsync<Exception>(() => bench.WriteAsync(DeskForm.Count));

        var first = await bench.WriteAsync(DeskForm.Count);
        var second = await bench.WriteAsync(DeskForm.Count);

        Assert.Equal(first.Value.Id, second.Value.Id);
        var (items, _) = await bench.Papers.ListAsync(DeskForm.Count, _ => true, 10, null, CancellationToken.None);
        Assert.Single(items);
    }

    [Fact]
    public async Task A_paper_stays_found_by_its_place_while_others_fill_the_list()
    {
        await using var bench = await DeskBench.OpenAsync();
        for (var number = 0; number < 7; number++)
        {
            await bench.WriteAsync(DeskForm.Transfer, $"key-{number}");
            await bench.WriteAsync(DeskForm.Count, $"count-{number}");
        }

        var seen = new List<string>();
        var cursor = (string?)null;
        do
        {
            var (items, next) = await bench.Papers.ListAsync(
                DeskForm.Transfer, _ => true, 3, cursor, CancellationToken.None);
            seen.AddRange(items.Select(paper => paper.Id));
            cursor = next;
        }
        while (cursor is not null);

        Assert.Equal(7, seen.Distinct().Count());
        Assert.Equal(7, (await bench.Papers.FindOpenAsync(DeskBench.Receiver, 100, CancellationToken.None)).Count);
        Assert.Equal(14, (await bench.Papers.FindOpenAsync(DeskBench.Sender, 100, CancellationToken.None)).Count);
    }

    private static Task<Result<DeskClaim>> ClaimAsync(
        DeskBench bench, string key, string body, string path = "/api/transfers") =>
        bench.Claims.ClaimAsync(DeskBench.Request(key, path), "trf_", body, CancellationToken.None);
}
