using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations;

/// <summary>Tells probes whether the process lives, and whether it can serve.</summary>
public sealed class Health(Readiness readiness, IDocuments documents)
{
    [Function("HealthLive")]
    [AllowAnonymous]
    [ProducesResponseType<HealthView>(200)]
    public IResult Live(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        Answers.Ok(new HealthView("live"));

    /// <summary>Ready once the samples are in, the shop window is filled and the store answers.</summary>
    [Function("HealthReady")]
    [AllowAnonymous]
    [ProducesResponseType<HealthView>(200)]
    public async Task<IResult> ReadyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health/ready")] HttpRequest request,
        CancellationToken cancellation)
    {
        if (!readiness.IsReady)
        {
            return new Refusal(RefusalKind.Unavailable, "shop.starting", "The shop is opening.")
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            }.ToProblem();
        }

        await documents.ReadAsync("operations", "health", "probe", cancellation);
        return Answers.Ok(new HealthView("ready"));
    }

    public sealed record HealthView(string Status);
}
