using Microsoft.Extensions.Logging.Abstractions;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Messaging;

/// <summary>While a region's own bus is in trouble its facts go through the neighbour's.</summary>
public sealed class SecondBusTests
{
    private static readonly OutgoingMessage[] Facts = [new("evt_1", "ord_1", "{}"u8.ToArray())];
    private readonly ManualClock _clock = new();
    private readonly Bus _own = new();
    private readonly Bus _other = new();

    [Fact]
    public async Task A_bus_that_is_well_gets_everything()
    {
        await SendAsync();

        Assert.Equal((1, 0), (_own.Taken, _other.Taken));
    }

    [Fact]
    public async Task A_bus_in_trouble_is_left_alone_for_a_while_and_then_asked_again()
    {
        var sender = Sender();
        _own.Fault = new MessageBrokerException("busy", true);

        await sender.SendAsync("q", Facts, CancellationToken.None);
        await sender.SendAsync("q", Facts, CancellationToken.None);
        Assert.Equal((1, 2), (_own.Asked, _other.Taken));

        _own.Fault = null;
        _clock.Advance(SecondBus.Rest);
        await sender.SendAsync("q", Facts, CancellationToken.None);
        Assert.Equal((1, 2), (_own.Taken, _other.Taken));
    }

    [Fact]
    public async Task What_the_own_bus_refuses_for_good_is_nothing_for_the_other()
    {
        _own.Fault = new MessageBrokerException("no such queue", false);

        await Assert.ThrowsAsync<MessageBrokerException>(SendAsync);

        Assert.Equal(0, _other.Asked);
    }

    [Fact]
    public async Task With_both_in_trouble_the_caller_hears_of_it()
    {
        _own.Fault = _other.Fault = new MessageBrokerException("busy", true);

        await Assert.ThrowsAsync<MessageBrokerException>(SendAsync);
    }

    private Task SendAsync() => Sender().SendAsync("q", Facts, CancellationToken.None);

    private SecondBus Sender() => new(_own, _other, _clock, NullLogger<SecondBus>.Instance);

    private sealed class Bus : IMessageSender
    {
        public Exception? Fault { get; set; }

        public int Asked { get; private set; }

        public int Taken { get; private set; }

        public Task SendAsync(
            string queue, IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellation)
        {
            Asked++;
            if (Fault is { } fault)
            {
                throw fault;
            }

            Taken += messages.Count;
            return Task.CompletedTask;
        }
    }
}
