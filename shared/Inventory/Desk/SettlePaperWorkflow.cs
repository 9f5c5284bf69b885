using TwistedThreads.Commerce.Inventory.Floor;

namespace TwistedThreads.Commerce.Inventory.Desk;

/// <summary>Carries what the desk decided on a paper into the books of its SKUs: an announcement when it is opened, a
/// writing-off when it is closed. Each SKU is told once, however often the workflow runs and wherever it
/// stopped.</summary>
public sealed class SettlePaperWorkflow(IStockAccounts accounts, IDeskPapers papers)
{
    private const int Attempts = 100;

    /// <returns>The paper, open or closed by then; null when there is none of that id.</returns>
    /// <exception cref="TimeoutException">Others kept changing the paper or the books; run it again.</exception>
    public async Task<DeskPaper?> RunAsync(string id, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var found = await papers.FindAsync(id, cancellation).ConfigureAwait(false);
            if (found is not { Value.Stage: DeskStage.Opening or DeskStage.Closing } waiting)
            {
                return found?.Value;
            }

            foreach (var line in waiting.Value.Lines)
            {
                await BookAsync(waiting.Value, line, now, cancellation).ConfigureAwait(false);
            }

            var settled = waiting.Value with
            {
                Stage = waiting.Value.Stage == DeskStage.Opening ? DeskStage.Open : DeskStage.Closed,
            };
            if (await papers.ReplaceAsync(waiting, settled, cancellation).ConfigureAwait(false))
            {
                return settled;
            }
        }

        throw new TimeoutException($"The paper {id} kept changing.");
    }

    private async Task BookAsync(DeskPaper paper, DeskLine line, DateTimeOffset now, CancellationToken cancellation)
    {
        // A count has nothing to book at its ends: each counted SKU was booked when it was counted.
        if (paper.Form == DeskForm.Count)
        {
            return;
        }

        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var account = await accounts.ReadAsync(line.Sku, null, cancellation).ConfigureAwait(false);
            var entry = DeskRules.Book(account, paper, line, now);
            if (entry is null
                || await accounts.BookAsync(entry, cancellation).ConfigureAwait(false) != EntryOutcome.Changed)
            {
                return;
            }
        }

        throw new TimeoutException($"The books of {line.Sku} kept changing.");
    }
}
