using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>Plays the Cosmos DB trigger of one function: a batch that fails is repeated as the retry policy says, and
/// then left behind.</summary>
internal sealed class ChangeFeedListener(HostedFunction function, Invocations invocations, TimeProvider clock)
{
    public async Task HandleAsync(IReadOnlyList<JObject> documents, CancellationToken cancellation)
    {
        for (var retry = 0; ; retry++)
        {
            var envelope = Envelopes.OfChanges(function, documents, retry, clock.GetUtcNow());
            var outcome = await invocations.InvokeAsync(function, envelope, cancellation);
            if (outcome.IsSuccess || function.Retry is not { } policy || !policy.Allows(retry + 1))
            {
                return;
            }

            await Task.Delay(policy.PauseBefore(retry + 1), cancellation);
        }
    }
}
