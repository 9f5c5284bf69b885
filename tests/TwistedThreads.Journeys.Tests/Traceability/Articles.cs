using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Traceability;

/// <summary>The article numbers of the sample shop.</summary>
internal static class Articles
{
    /// <summary>The Digital Link of a SKU.</summary>
    public static async Task<string> LinkOfAsync(RunningShop shop, string sku)
    {
        var cursor = "";
        while (true)
        {
            var page = (await shop.Client.GetAsync($"/api/products?limit=100{cursor}")).Expect(200);
            foreach (var product in page.Items())
            {
                var detail = (await shop.Client.GetAsync($"/api/products/{product.Required("slug")}")).Expect(200);
                var variant = detail.Items("variants").FirstOrDefault(item => item.Required("sku") == sku);
                if (variant is not null)
                {
                    return "https://id.gs1.org/01/" + variant.Required("gtin").PadLeft(14, '0');
                }
            }

            cursor = $"&cursor={Uri.EscapeDataString(page.Required("nextCursor"))}";
        }
    }
}
