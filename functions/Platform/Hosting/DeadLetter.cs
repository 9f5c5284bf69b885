using System.Text.Json;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>A message that the broker gave up, as its dead-letter queue hands it out. Nothing of its body is read: it
/// may be what nobody could read.</summary>
/// <param name="Delivery">The last attempt, under the queue that the message was in.</param>
/// <param name="Reason">The broker's, in its words.</param>
/// <remarks>Source: Microsoft Learn, "Service Bus dead-letter queues": the reason comes as two application properties.
/// </remarks>
public sealed record DeadLetter(Delivery Delivery, string Reason)
{
    /// <summary>What a queue's name has behind it to name its dead-letter queue.</summary>
    public const string Suffix = "/$deadletterqueue";

    private static readonly string[] Reasons = ["DeadLetterReason", "DeadLetterErrorDescription"];

    public static DeadLetter Of(Delivery delivery, Envelope invocation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(invocation);
        var queue = delivery.Queue.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase)
            ? delivery.Queue[..^Suffix.Length]
            : delivery.Queue;
        var reasons = Reasons.Select(name => PropertyOf(invocation, name)).Where(text => text is not null);
        var reason = string.Join(": ", reasons);
        return new DeadLetter(
            delivery with { Queue = queue },
            "dead-lettered by the broker: " + (reason.Length == 0 ? "it gave no reason" : reason));
    }

    private static string? PropertyOf(Envelope invocation, string name)
    {
        if (invocation.Metadata("ApplicationProperties") is not { } text)
        {
            return null;
        }

        try
        {
            using var properties = JsonDocument.Parse(text);
            return properties.RootElement.ValueKind == JsonValueKind.Object
                && properties.RootElement.TryGetProperty(name, out var value) ? value.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
