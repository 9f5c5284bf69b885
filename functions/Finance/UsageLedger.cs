using System.Globalization;
using TwistedThreads.Commerce.Finance;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Finance;

/// <summary>Reads what was metered: by day over all processes, and by order.</summary>
public sealed class UsageLedger(IDocuments documents, UsageRecorder recorder, TimeProvider clock)
{
    private const int PageSize = 1000;

    /// <summary>The total from one day to another, both included, up to this moment.</summary>
    public async Task<UsageDay> TotalAsync(DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        await recorder.FlushAsync(cancellation);
        var total = UsageDay.Empty;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            total += await DayAsync(Text(day), cancellation);
        }

        return total;
    }

    /// <summary>What an order caused on each day since it was placed, with that day's total beside it.</summary>
    public async IAsyncEnumerable<(UsageDay Day, IReadOnlyDictionary<string, UsageCounts> Usage)> OfOrderAsync(
        OrderId order,
        DateTimeOffset placedAt,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await recorder.FlushAsync(cancellation);
        var last = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        for (var day = DateOnly.FromDateTime(placedAt.UtcDateTime); day <= last; day = day.AddDays(1))
        {
            var usage = UsageDay.Empty;
            await foreach (var document in PagesAsync(Text(day), UsageRecorder.OrderPrefix(order), cancellation))
            {
                usage += UsageDay.Empty with { Functions = document.As<OrderUsage>().Functions };
            }

            if (usage.Functions.Count > 0)
            {
                yield return (await DayAsync(Text(day), cancellation), usage.Functions);
            }
        }
    }

    private async Task<UsageDay> DayAsync(string day, CancellationToken cancellation)
    {
        var total = UsageDay.Empty;
        await foreach (var document in PagesAsync(day, "prc_", cancellation))
        {
            total += document.As<UsageDay>();
        }

        return total;
    }

    private IAsyncEnumerable<Document> PagesAsync(string day, string prefix, CancellationToken cancellation) =>
        documents.QueryAllAsync(
            new DocumentQuery(UsageRecorder.Container.Name) { PartitionKey = day, IdPrefix = prefix, Limit = PageSize },
            cancellation);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
