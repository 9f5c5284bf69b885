using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Looks into the sandbox payment provider's own books, as its customer desk would.</summary>
public sealed class PaymentBooks(CosmosAccount account)
{
    /// <returns>One entry a payment: order, state and amount.</returns>
    public async Task<JArray> ListAsync(CancellationToken cancellation)
    {
        using var client = CloudClients.Of(account, [account.WriteRegion]);
        using var pages = client.GetContainer(SimulatedCloud.Database, "sandbox-payments")
            .GetItemQueryIterator<JObject>("SELECT * FROM c");
        var payments = new JArray();
        while (pages.HasMoreResults)
        {
            foreach (var payment in await pages.ReadNextAsync(cancellation))
            {
                var body = payment["body"]!;
                payments.Add(new JObject
                {
                    ["orderId"] = body["order"],
                    ["status"] = body["state"],
                    ["amount"] = body["amount"],
                });
            }
        }

        return payments;
    }
}
