using System.Text;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>The Azure home's side of the one invocation path: nothing but what the host posts.</summary>
public sealed class FunctionInvokerTests : IAsyncLifetime
{
    private readonly TakeOrder _order = new();
    private readonly WatchThings _watch = new();
    private readonly KeepTime _time;
    private readonly SmallHome _home;

    public FunctionInvokerTests()
    {
        _time = new KeepTime(() => _home!.Clock.GetUtcNow());
        _home = new SmallHome(_order, _watch, _time);
    }

    public Task InitializeAsync() => _home.OpenAsync();

    public async Task DisposeAsync() => await _home.DisposeAsync();

    [Fact]
    public async Task A_message_of_the_host_reaches_its_function()
    {
        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage());

        Assert.Equal(new TakeOrder.Order("A-1", 2), Assert.Single(_order.Taken));
    }

    [Fact]
    public async Task Changes_of_the_host_reach_their_function()
    {
        await InvokeAsync(nameof(WatchThings), HostPayloads.Changes);

        Assert.Equal(["A-1"], _watch.Seen);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timer_of_the_host_reaches_its_function(bool isPastDue)
    {
        await InvokeAsync("StrikeHour", HostPayloads.Timer(isPastDue));

        Assert.Equal(isPastDue, Assert.Single(_time.Hours).IsPastDue);
    }

    [Fact]
    public async Task A_failure_before_the_last_delivery_is_the_hosts_to_repeat()
    {
        _order.Fault = new InvalidOperationException("no");

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: Delivery.Maximum - 1)));
        Assert.Empty(await _home.ParkedAsync());

        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: Delivery.Maximum));
        Assert.Equal("InvalidOperationException: no", Assert.Single(await _home.ParkedAsync()).Reason);
    }

    [Fact]
    public async Task While_the_store_is_away_no_message_is_parked_for_it()
    {
        Exception[] outages =
        [
            new DocumentsUnavailableException(), new DocumentsTimeoutException(),
            new DocumentsThrottledException(TimeSpan.FromSeconds(1)), new MessageBrokerException("away", true),
        ];
        foreach (var outage in outages)
        {
            _order.Fault = outage;
            await Assert.ThrowsAsync(outage.GetType(), () => InvokeAsync(
                nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: 2 * Delivery.Maximum)));
        }

        Assert.Empty(await _home.ParkedAsync());
    }

    [Fact]
    public async Task A_hopeless_message_keeps_its_own_reason_on_the_last_delivery_too()
    {
        _order.Fault = new HopelessMessageException("there is no such order");

        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: Delivery.Maximum));

        Assert.Equal("there is no such order", Assert.Single(await _home.ParkedAsync()).Reason);
    }

    [Fact]
    public async Task A_stop_from_outside_is_no_failure_of_the_message()
    {
        using var stop = new CancellationTokenSource();
        _order.Fault = new OperationCanceledException("stopping");
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _home.Invoker.InvokeAsync(
            nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: Delivery.Maximum), stop.Token));

        Assert.Empty(await _home.ParkedAsync());
    }

    [Fact]
    public async Task A_message_whose_every_delivery_ended_the_process_is_parked_untried()
    {
        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(deliveryCount: (3 * Delivery.Maximum) + 1));

        Assert.Empty(_order.Taken);
        Assert.Equal("order-A-1", Assert.Single(await _home.ParkedAsync()).MessageId);
    }

    [Fact]
    public async Task A_body_that_its_type_objects_to_is_parked_at_once()
    {
        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage(Base64("""{"orderId":"A-1","qty":-1}""")));

        Assert.StartsWith("unreadable: ", Assert.Single(await _home.ParkedAsync()).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"{ not base64 }\"", "\"{ not base64 }\"")]
    [InlineData("{\"orderId\":\"A-1\"}", "{\"orderId\":\"A-1\"}")]
    [InlineData("7", "7")]
    public async Task What_is_no_base64_is_parked_as_it_came(string sent, string kept)
    {
        await InvokeAsync(nameof(TakeOrder), Encoding.UTF8.GetBytes($$$"""{"Data":{"msg":{{{sent}}}}}"""));

        Assert.Equal(kept, Encoding.UTF8.GetString(Assert.Single(await _home.ParkedAsync()).Body));
    }

    [Fact]
    public async Task Messages_without_an_id_are_parked_each_for_itself()
    {
        foreach (var body in new[] { "one", "two", "two" })
        {
            await InvokeAsync(
                nameof(TakeOrder),
                Encoding.UTF8.GetBytes($$$"""{"Data":{"msg":"{{{Base64(body)}}}"},"Metadata":{}}"""));
        }

        Assert.Equal(
            ["one", "two"],
            (await _home.ParkedAsync()).Select(message => Encoding.UTF8.GetString(message.Body)).Order());
    }

    [Fact]
    public async Task A_name_that_no_function_bears_is_refused() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(() => InvokeAsync("takeorder", HostPayloads.BinaryMessage()));

    [Fact]
    public async Task An_envelope_without_the_binding_is_refused() =>
        await Assert.ThrowsAsync<JsonException>(() => InvokeAsync("StrikeHour", HostPayloads.BinaryMessage()));

    [Fact]
    public async Task What_an_invocation_used_is_metered_by_function()
    {
        _order.Deed = () => _home.Documents.ReadAsync("things", "ada", "a", CancellationToken.None).AsTask();

        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage());
        await InvokeAsync(nameof(TakeOrder), HostPayloads.BinaryMessage());

        var used = _home.Meter.Drain().Functions[nameof(TakeOrder)];
        Assert.Equal((2, 2.0), (used.Executions, used.RequestUnits));
        Assert.Empty(_home.Meter.Drain().Functions);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task InvokeAsync(string function, byte[] envelope) =>
        _home.Invoker.InvokeAsync(function, envelope, CancellationToken.None);
}
