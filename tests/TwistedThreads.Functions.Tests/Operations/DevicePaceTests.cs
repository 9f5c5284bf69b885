using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Tests.Platform.Http;

namespace TwistedThreads.Functions.Tests.Operations;

/// <summary>The bucket of each device, and what an empty one says.</summary>
public sealed class DevicePaceTests
{
    [Fact]
    public void Every_answer_tells_what_is_left()
    {
        using var pace = new DevicePace();

        var (field, refusal) = pace.Take("dev_1");

        Assert.Null(refusal);
        Assert.Equal("\"device\";r=99;t=1", field);
        Assert.Equal("\"device\";q=100;w=5", DevicePace.PolicyField);
    }

    [Fact]
    public void One_device_in_a_hurry_does_not_slow_another()
    {
        using var pace = new DevicePace();
        var (field, refusal) = Exhaust(pace, "dev_1");

        var other = pace.Take("dev_2");

        Assert.Equal("\"device\";r=0;t=1", field);
        Assert.Equal((RefusalKind.TooMany, "device.too-fast"), (refusal.Kind, refusal.Code));
        Assert.Null(other.Refusal);
    }

    [Fact]
    public async Task The_refusal_is_of_the_registered_type_and_names_the_policy()
    {
        using var pace = new DevicePace();

        var (response, problem) = await Requests.AnswerAsync(Exhaust(pace, "dev_1").Refusal.ToProblem());

        Assert.Equal((429, "1"), (response.StatusCode, response.Headers.RetryAfter.ToString()));
        Assert.Equal(
            "https://iana.org/assignments/http-problem-types#quota-exceeded",
            problem.GetProperty("type").GetString());
        Assert.Equal("device", Assert.Single(problem.GetProperty("violated-policies").EnumerateArray()).GetString());
    }

    // Time goes on meanwhile and fills the bucket a little, so it is emptied until it is empty.
    private static (string Field, Refusal Refusal) Exhaust(DevicePace pace, string device)
    {
        for (var request = 0; request < 100_000; request++)
        {
            var (field, refusal) = pace.Take(device);
            if (refusal is not null)
            {
                Assert.True(request >= DevicePace.Burst, $"Only {request} requests were let through.");
                return (field, refusal);
            }
        }

        throw new InvalidOperationException("The bucket has no bottom.");
    }
}
