using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>One request to the data plane: a message as it is, or several in one JSON array.</summary>
/// <param name="BrokerProperties">Of a single message; in an array each message carries its own.</param>
/// <param name="DiagnosticId">W3C trace parent of a single message.</param>
/// <param name="Count">Messages in it.</param>
/// <remarks>Source: Azure Service Bus REST, "Send Message", "Send Message Batch"; limits of the Standard tier from
/// "Azure Service Bus quotas". The trace travels as Diagnostic-Id, which is what the Functions host reads.</remarks>
public sealed record ServiceBusRequest(
    string ContentType, byte[] Body, string? BrokerProperties, string? DiagnosticId, int Count)
{
    public const string SingleType = "application/cloudevents+json";
    public const string BatchType = "application/vnd.microsoft.servicebus.json";
    public const string Diagnostic = "Diagnostic-Id";
    public const int MaxIdLength = 128;
    public const int MaxMessages = 100;

    /// <summary>What Standard takes in one message, its properties included.</summary>
    public const int MaxBytes = 256 * 1024;

    // The broker counts its own notes on each message as well; how much they come to is its affair.
    private const int NotesOnAMessage = 1024;
    private const int MaxBatchBytes = MaxBytes - (16 * 1024);

    // The bodies are JSON inside JSON: escaping no more than JSON demands keeps them small.
    private static readonly JsonWriterOptions Sparing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Puts messages, in their order, into as few requests as the limits allow.</summary>
    /// <exception cref="HopelessMessageException">One of them can never be sent; then none is.</exception>
    public static IReadOnlyList<ServiceBusRequest> For(IReadOnlyList<OutgoingMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var requests = new List<ServiceBusRequest>();
        var together = new List<(ServiceBusRequest Single, byte[] Entry)>();
        var bytes = 2;
        foreach (var message in messages)
        {
            var single = Single(message);
            var entry = EntryOf(message, single.DiagnosticId);
            var isFull = together.Count == MaxMessages || bytes + entry?.Length + 1 > MaxBatchBytes;
            if (entry is null || isFull)
            {
                Close(together, requests);
                bytes = 2;
            }

            if (entry is null)
            {
                requests.Add(single);
                continue;
            }

            together.Add((single, entry));
            bytes += entry.Length + 1;
        }

        Close(together, requests);
        return requests;
    }

    private static ServiceBusRequest Single(OutgoingMessage message)
    {
        if (message.MessageId.Length is 0 or > MaxIdLength || message.SessionId.Length > MaxIdLength)
        {
            throw new HopelessMessageException(
                $"Message id '{message.MessageId}' and session id '{message.SessionId}' may have {MaxIdLength} "
                + "characters each, and the message needs an id.");
        }

        var properties = JsonSerializer.Serialize(new { message.MessageId, message.SessionId });
        var size = message.Body.Length + properties.Length + NotesOnAMessage;
        return size <= MaxBytes
            ? new ServiceBusRequest(SingleType, message.Body, properties, TraceOf(message.Body), 1)
            : throw new HopelessMessageException(
                $"Message {message.MessageId} has {message.Body.Length} bytes; the broker takes "
                + $"{MaxBytes - NotesOnAMessage} with its properties. Put the data into a blob and send its name.");
    }

    /// <returns>The message as an entry of a batch; null when it has to go alone: its bytes are no text, or too
    /// many.</returns>
    private static byte[]? EntryOf(OutgoingMessage message, string? trace)
    {
        if (!Utf8.IsValid(message.Body))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(message.Body.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, Sparing);
        writer.WriteStartObject();
        writer.WriteString(nameof(Body), message.Body);
        writer.WriteStartObject(nameof(BrokerProperties));
        writer.WriteString(nameof(message.MessageId), message.MessageId);
        writer.WriteString(nameof(message.SessionId), message.SessionId);
        writer.WriteEndObject();
        if (trace is not null)
        {
            writer.WriteStartObject("UserProperties");
            writer.WriteString(Diagnostic, trace);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenCount + 3 <= MaxBatchBytes ? buffer.WrittenSpan.ToArray() : null;
    }

    private static void Close(List<(ServiceBusRequest Single, byte[] Entry)> together, List<ServiceBusRequest> requests)
    {
        if (together is [var only])
        {
            requests.Add(only.Single);
        }
        else if (together.Count > 1)
        {
            var body = new ArrayBufferWriter<byte>(MaxBatchBytes);
            foreach (var (_, entry) in together)
            {
                body.Write(body.WrittenCount == 0 ? "["u8 : ","u8);
                body.Write(entry);
            }

            body.Write("]"u8);
            requests.Add(new ServiceBusRequest(BatchType, body.WrittenSpan.ToArray(), null, null, together.Count));
        }

        together.Clear();
    }

    private static string? TraceOf(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName; reader.Skip())
            {
                if (reader.ValueTextEquals("traceparent"u8))
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.String
                        && ActivityContext.TryParse(reader.GetString(), null, out _) ? reader.GetString() : null;
                }
            }
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            // Not an event of ours, such as a parked message that never was one: it has no trace.
        }

        return null;
    }
}
