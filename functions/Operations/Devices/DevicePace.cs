using System.Globalization;
using System.Threading.RateLimiting;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>Holds every device to its pace: a bucket of 100 requests that 20 flow into a second. How many scans a
/// request carries is not limited here. Each process has its own buckets.</summary>
/// <remarks>Fields: draft-ietf-httpapi-ratelimit-headers-10; 100 in 5 s is how it spells such a bucket. A bucket that
/// has been full for some seconds is thrown away, and only recognised devices are given one: wrong keys cost no memory,
/// and nobody can empty the bucket of a device whose key they do not have.</remarks>
public sealed class DevicePace : IDisposable
{
    public const int Burst = 100;
    private const int PerSecond = 20;
    private const string Policy = "device";

    // Portions of a fifth of a second: whoever waits the whole second that they are told finds room.
    private const int PortionsPerSecond = 5;

    private static readonly TimeSpan UntilMore = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string> _buckets = PartitionedRateLimiter.Create<string, string>(
        static device => RateLimitPartition.GetTokenBucketLimiter(device, static _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Burst,
            TokensPerPeriod = PerSecond / PortionsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / PortionsPerSecond,
            QueueLimit = 0,
        }),
        StringComparer.Ordinal);

    /// <summary>The value of <c>RateLimit-Policy</c>: quota, and the seconds in which it flows in anew.</summary>
    public static string PolicyField { get; } =
        string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={Burst};w={Burst / PerSecond}");

    /// <summary>Takes one request out of the device's bucket.</summary>
    /// <returns>The value of <c>RateLimit</c>; and the refusal when the bucket is empty, else null.</returns>
    public (string Field, Refusal? Refusal) Take(string device)
    {
        using var lease = _buckets.AttemptAcquire(device);
        var left = lease.IsAcquired ? _buckets.GetStatistics(device)?.CurrentAvailablePermits ?? 0 : 0;
        var field = string.Create(
            CultureInfo.InvariantCulture, $"\"{Policy}\";r={left};t={(int)UntilMore.TotalSeconds}");
        return (field, lease.IsAcquired ? null : TooFast);
    }

    public void Dispose() => _buckets.Dispose();

    private static Refusal TooFast =>
        new(RefusalKind.TooMany, "device.too-fast", $"A device may ask {PerSecond} times a second, {Burst} at once.")
        {
            RetryAfter = UntilMore,
            Facts = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["violated-policies"] = (string[])[Policy],
            },
        };
}
