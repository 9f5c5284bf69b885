using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Finance;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Orders;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Finance;

/// <summary>What the shop's own use of the cloud costs: by function, and by order.</summary>
public sealed class ShowCosts(UsageLedger ledger, PriceSheet sheet, IOrders orders, TimeProvider clock)
{
    private const int MaxDays = 400;

    /// <summary>Usage and cost of every function, from one day to another, both included;
    /// today when none is given.</summary>
    [Function("ShowCosts")]
    [Authorize(Policy = Access.Finance)]
    [ProducesResponseType<CostsView>(200)]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "costs")] HttpRequest request,
        [FromQuery] string? from, [FromQuery] string? to,
        CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (!TryDay(from, today, out var first) || !TryDay(to, today, out var last)
            || first > last || last.DayNumber - first.DayNumber > MaxDays)
        {
            return new Refusal(
                RefusalKind.Malformed, "costs.bad-period", $"Days are yyyy-mm-dd, in order, {MaxDays} at most.")
                .ToProblem();
        }

        var usage = await ledger.TotalAsync(first, last, cancellation);
        var functions = usage.Functions
            .OrderBy(function => function.Key, StringComparer.Ordinal)
            .Select(function => FunctionCostView.Of(
                sheet, function.Key, function.Value, usage.BilledMs(function.Key, function.Value.DurationMs)))
            .ToList();
        return Answers.Ok(new CostsView(first, last, sheet.AsOf, true, Sum(functions), functions));
    }

    /// <summary>What one order has caused so far, by function.</summary>
    [Function("ShowOrderCosts")]
    [Authorize(Policy = Access.Finance)]
    [ProducesResponseType<OrderCostsView>(200)]
    public async Task<IResult> ShowOrderAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "costs/orders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        var order = OrderId.TryParse(id, out var known) ? await orders.FindAsync(known, cancellation) : null;
        if (order is null)
        {
            return OrderRefusal.NotFound().ToProblem();
        }

        var functions = new List<FunctionCostView>();
        await foreach (var (day, usage) in ledger.OfOrderAsync(known, order.Value.PlacedAt, cancellation))
        {
            functions.AddRange(usage.Select(function => FunctionCostView.Of(
                sheet, function.Key, function.Value, day.BilledMs(function.Key, function.Value.DurationMs))));
        }

        return Answers.Ok(new OrderCostsView(
            known, sheet.AsOf, true, Sum(functions),
            [.. functions.OrderBy(function => function.Function, StringComparer.Ordinal)]));
    }

    private Money Sum(IEnumerable<FunctionCostView> functions) =>
        functions.Aggregate(Money.Zero(sheet.Currency), (sum, function) => sum + function.Cost);

    private static bool TryDay(string? text, DateOnly usual, out DateOnly day)
    {
        day = usual;
        return string.IsNullOrEmpty(text) || DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <param name="IsEstimated">Whether request units were estimated because the engine reports no charge.</param>
    public sealed record CostsView(
        DateOnly From, DateOnly To, DateOnly PricesAsOf, bool IsEstimated, Money Total,
        IReadOnlyList<FunctionCostView> Functions);

    public sealed record OrderCostsView(
        OrderId OrderId, DateOnly PricesAsOf, bool IsEstimated, Money Total, IReadOnlyList<FunctionCostView> Functions);

    /// <param name="BilledMs">This function's share of the billed active time, milliseconds.</param>
    public sealed record FunctionCostView(
        string Function, UsageCounts Usage, double BilledMs, CostOfUsage Parts, Money Cost)
    {
        public static FunctionCostView Of(PriceSheet sheet, string function, UsageCounts usage, double billedMs)
        {
            var parts = sheet.Cost(usage, billedMs);
            return new(function, usage, Math.Round(billedMs, 3), parts, parts.Total);
        }
    }
}
