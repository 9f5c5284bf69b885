using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Forecasting;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Forecasting;

/// <summary>Shows planners what is forecast for a SKU, by which method, and how far off the method was.</summary>
public sealed class ShowForecast(IDemandPlans plans)
{
    [Function(nameof(ShowForecast))]
    [Authorize(Policy = Access.Planner)]
    [ProducesResponseType<SkuForecast>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forecasts")] HttpRequest request,
        [FromQuery] string? sku,
        CancellationToken cancellation)
    {
        if (!Sku.TryParse(sku, out var known))
        {
            return new Refusal(RefusalKind.Malformed, "forecast.sku-required", "Name a SKU: ?sku=TEE-CREW-NAVY-M.")
                .ToProblem();
        }

        var forecast = await plans.FindAsync(known, cancellation);
        return forecast is null
            ? Refusal.NotFound("forecast.none-yet", "There is no forecast of this SKU; the next run is tonight.")
                .ToProblem()
            : Answers.Ok(forecast);
    }
}
