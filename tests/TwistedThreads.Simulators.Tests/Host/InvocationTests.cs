using System.Text;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;
using TwistedThreads.Testing;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>What the simulated host posts, how it judges the answers, and what follows.</summary>
public sealed class InvocationTests : IDisposable
{
    private const string Timeout = "AzureFunctionsJobHost__functionTimeout";
    private readonly TinyPackage _package = new();
    private readonly NoteFeed _notes = new();
    private readonly ThingFeed _things = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _package.Dispose();
    }

    [Fact]
    public async Task A_message_is_posted_in_chunks_with_an_id_and_completed_after_success()
    {
        await using var host = await StartAsync();

        _notes.Send("note-1", "well");
        await Eventually.IsAsync(() => _notes.Completed.Contains("note-1"), "the note is completed");

        var post = Assert.Single(await SeenAsync(host));
        Assert.Equal(("POST", "/TakeNote"), ((string?)post["method"], (string?)post["target"]));
        Assert.Equal(
            ("chunked", null, "application/json; charset=utf-8"),
            ((string?)post["headers"]!["transfer-encoding"], (string?)post["headers"]!["content-length"],
                (string?)post["headers"]!["content-type"]));
        Assert.True(Guid.TryParse((string?)post["headers"]!["x-azure-functions-invocationid"], out _));
        Assert.Null(post["headers"]!["x-forwarded-for"]);
    }

    [Theory]
    [InlineData("fail")]
    [InlineData("text")]
    [InlineData("rubbish")]
    public async Task A_message_that_failed_is_given_back_and_comes_again(string wish)
    {
        await using var host = await StartAsync();

        _notes.Send("note-1", wish);
        await Eventually.IsAsync(() => _notes.Abandoned.Count >= 2, "the note comes again");

        Assert.Empty(_notes.Completed);
        Assert.All(host.Outcomes, outcome => Assert.False(outcome.IsSuccess));
        Assert.Equal(
            host.Outcomes.Count,
            host.Outcomes.Select(outcome => outcome.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("no content")]
    public async Task An_empty_success_hangs_until_the_time_is_over_and_the_process_with_it(string wish)
    {
        _package.Settings[Timeout] = "00:00:01";
        await using var host = await StartAsync();

        _notes.Send("note-1", "sleep");
        _notes.Send("note-2", wish);
        await Eventually.IsAsync(() => host.Starts >= 2, "the handler was killed");
        await Eventually.IsAsync(() => _notes.Abandoned.Count >= 2, "both notes were lost with it");

        Assert.Empty(_notes.Completed);
        Assert.False(host.HasGivenUp);
    }

    [Fact]
    public async Task One_endless_invocation_takes_all_others_of_the_process_with_it()
    {
        _package.Settings[Timeout] = "00:00:02";
        await using var host = await StartAsync();
        _notes.Send("endless", "sleep");
        await Task.Delay(TimeSpan.FromSeconds(1));

        _notes.Send("younger", "sleep");
        await Eventually.IsAsync(() => _notes.Abandoned.Count >= 2, "both were given back");

        Assert.Contains(host.Outcomes, outcome => outcome.Fault == "timed out");
        Assert.Contains(
            host.Outcomes,
            outcome => outcome.Fault!.StartsWith("the handler was lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Changes_that_failed_are_posted_again_until_they_succeed()
    {
        _package.Settings["TINY_WISH"] = "fail twice";
        await using var host = await StartAsync();

        await _things.HandOverAsync(new JObject { ["id"] = "a" });

        Assert.Equal([false, false, true], host.Outcomes.Select(outcome => outcome.IsSuccess));
        var posts = (await SeenAsync(host)).Select(post => JObject.Parse((string)post["body"]!)).ToList();
        Assert.Single(posts.Select(post => post["Data"]!.ToString()).Distinct(StringComparer.Ordinal));
        Assert.Equal([0, 1, 2], posts.Select(post => (int)post["Metadata"]!["RetryContext"]!["RetryCount"]!));
    }

    [Fact]
    public async Task Changes_that_fail_once_too_often_are_left_behind()
    {
        _package.Watch(maxRetryCount: 2);
        _package.Settings["TINY_WISH"] = "fail";
        await using var host = await StartAsync();

        await _things.HandOverAsync(new JObject { ["id"] = "a" });

        Assert.Equal([false, false, false], host.Outcomes.Select(outcome => outcome.IsSuccess));
    }

    [Fact]
    public async Task Changes_in_hand_at_the_end_of_the_host_stay_where_they_are()
    {
        _package.Settings["TINY_WISH"] = "fail";
        var host = await StartAsync();
        var handed = _things.HandOverAsync(new JObject { ["id"] = "a" });
        await Eventually.IsAsync(() => host.Outcomes.Count > 1, "it is tried again");

        await host.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handed);
    }

    [Fact]
    public async Task The_feed_is_told_what_function_json_says()
    {
        await using var host = await StartAsync();

        var told = _things.Subscription!;

        Assert.Equal(
            ("WatchThings", "shop", "things", "leases", "watch-"),
            (told.Function, told.Database, told.Container, told.LeaseContainer, told.LeasePrefix));
        Assert.Equal(TimeSpan.FromSeconds(60), told.LeaseExpirationInterval);
    }

    [Fact]
    public async Task A_timer_runs_by_hand_and_by_its_schedule()
    {
        var clock = new ManualClock();
        await using var host = await FunctionsHost.StartAsync(
            _package.Options with { RunsTimers = true, Clock = clock }, CancellationToken.None);

        Assert.True((await host.FireTimerAsync("StrikeHour", CancellationToken.None)).IsSuccess);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsAsync(
            () => host.Outcomes.Any(outcome => outcome.Function == "StrikeSecond"), "a second has passed");
        clock.Advance(TimeSpan.FromHours(1));
        await Eventually.IsAsync(
            () => host.Outcomes.Count(outcome => outcome.Function == "StrikeHour") == 2, "an hour has passed");
    }

    [Fact]
    public async Task A_host_that_is_stopped_in_order_finishes_what_it_has_in_hand()
    {
        var host = await StartAsync();
        for (var note = 1; note <= 50; note++)
        {
            _notes.Send($"note-{note}", "well");
        }

        await Eventually.IsAsync(() => !_notes.Completed.IsEmpty, "it has begun");
        await host.StopAsync();

        Assert.Equal(0, _notes.Locked);
    }

    [Fact]
    public async Task A_message_in_hand_when_the_region_is_lost_stays_locked()
    {
        var host = await StartAsync();
        _notes.Send("note-1", "sleep");
        await Eventually.IsAsync(() => _notes.Locked == 1, "it is in hand");

        await host.DisposeAsync();

        Assert.Equal((1, 0, 0), (_notes.Locked, _notes.Completed.Count, _notes.Abandoned.Count));
    }

    [Fact]
    public async Task An_envelope_of_the_callers_own_is_posted_as_it_is()
    {
        await using var host = await StartAsync();

        var outcome = await host.InvokeAsync(
            "StrikeHour", Encoding.UTF8.GetBytes("""{"Data":{"timer":{}}}"""), CancellationToken.None);

        Assert.True(outcome.IsSuccess);
        Assert.Equal("""{"Data":{"timer":{}}}""", (string?)Assert.Single(await SeenAsync(host))["body"]);
    }

    private Task<FunctionsHost> StartAsync() => FunctionsHost.StartAsync(
        _package.Options with { Messages = _notes, Changes = _things }, CancellationToken.None);

    private async Task<List<JObject>> SeenAsync(FunctionsHost host) =>
        [.. JArray.Parse(await _http.GetStringAsync(new Uri(host.Address, "/api/seen"))).Children<JObject>()];
}
