using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Drills;

/// <summary>Waits until everything has come to rest, and compares what the shop has with what people were
/// told.</summary>
public sealed class Reckoning(SimulatedCloud cloud, Staff staff, Journal journal)
{
    private const int LongestRest = 150;
    private IReadOnlyDictionary<string, string> _orders = new Dictionary<string, string>(StringComparer.Ordinal);
    private IReadOnlyList<JsonNode> _payments = [];
    private IReadOnlyList<JsonNode> _parked = [];
    private JsonNode _proof = new JsonObject();

    public async Task<Reckoning> RestAsync()
    {
        _orders = await Eventually.LastSeenAsync(
            staff.OrdersAsync,
            orders => journal.Orders.Keys.All(order => orders.GetValueOrDefault(order) == "shipped"),
            LongestRest);
        _payments = await Eventually.LastSeenAsync(
            staff.PaymentsAsync,
            payments => payments.All(payment => payment.Required("status") != "authorised"),
            LongestRest);
        _parked = await staff.ParkedAsync();
        _proof = (await staff.GetAsync("/api/stock/proof")).Expect(200);
        return this;
    }

    public CaseReport Report(Loss loss)
    {
        foreach (var finding in _proof.Items("findings"))
        {
            journal.Surprise(finding.ToJsonString());
        }

        foreach (var parked in _parked)
        {
            journal.Surprise($"parked: {parked.Text("queue")} {parked.Text("reason")}");
        }

        return new CaseReport(loss)
        {
            SellingGap = TimeSpan.Zero,
            ScanningGap = TimeSpan.Zero,
            Redriven = 0,
            Acknowledged = journal.Orders.Count,
            Lost = journal.Orders.Keys.Count(order => !_orders.ContainsKey(order)),
            Duplicated = _orders.Keys.Count(order => !journal.Orders.ContainsKey(order)),
            NotShipped = journal.Orders.Keys.Count(
                order => _orders.TryGetValue(order, out var status) && status != "shipped"),
            BadPayments = journal.Orders.Keys.Count(IsNotPaidOnce),
            Drift = _proof.Number("drift"),
            Parked = _parked.Count,
            Discarded = cloud.Cosmos.Conflicts.Count,
            LongestWait = journal.LongestWait,
            Errors = journal.Errors,
            Surprises = journal.Surprises,
        };
    }

    private bool IsNotPaidOnce(string order) => _payments
        .Where(payment => payment.Required("orderId") == order)
        .Select(payment => payment.Required("status"))
        .ToList() is not ["captured"];
}
