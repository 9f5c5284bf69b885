using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>Reads what is posted to <c>/{queue}/messages</c>.</summary>
/// <remarks>Source: Azure Service Bus REST, "Send Message", "Send Message Batch", "Message properties": properties that
/// are not listed there are ignored; a custom header is a property when its value is a quoted text, a number or a
/// truth value.</remarks>
public static class SendReading
{
    private const string BatchType = "application/vnd.microsoft.servicebus.json";

    private static readonly HashSet<string> OfHttp = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "BrokerProperties", "Content-Type", "Content-Length", "Transfer-Encoding", "Host",
        "User-Agent", "Accept", "Accept-Encoding", "Connection", "Expect", "Date", "Request-Id",
        "traceparent", "tracestate",
    };

    /// <exception cref="FormatException">Not what the service understands.</exception>
    public static async Task<IReadOnlyList<MessageDraft>> ReadAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        try
        {
            var drafts = request.ContentType?.Split(';')[0] == BatchType
                ? Batch(buffer.ToArray())
                : [Single(request, buffer.ToArray())];
            return drafts.Select(Checked).ToList();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException("The request is not understood: " + fault.Message, fault);
        }
    }

    private static MessageDraft Single(HttpRequest request, byte[] body)
    {
        var custom = request.Headers
            .Where(header => !OfHttp.Contains(header.Key)
                && !header.Key.StartsWith("x-ms-", StringComparison.OrdinalIgnoreCase))
            .Select(header => KeyValuePair.Create(header.Key, ValueOf(header.Value.ToString())))
            .Where(header => header.Value is not null);
        string? broker = request.Headers["BrokerProperties"];
        using var properties = JsonDocument.Parse(string.IsNullOrEmpty(broker) ? "{}" : broker);
        return Described(new MessageDraft(body), properties.RootElement) with
        {
            ContentType = request.ContentType,
            ApplicationProperties = new Dictionary<string, object?>(custom, StringComparer.Ordinal),
        };
    }

    private static List<MessageDraft> Batch(byte[] body)
    {
        using var entries = JsonDocument.Parse(body);
        return [.. entries.RootElement.EnumerateArray().Select(Entry)];
    }

    private static MessageDraft Entry(JsonElement entry)
    {
        var draft = new MessageDraft(Encoding.UTF8.GetBytes(entry.GetProperty("Body").GetString()!));
        if (entry.TryGetProperty("BrokerProperties", out var properties))
        {
            draft = Described(draft, properties);
        }

        return !entry.TryGetProperty("UserProperties", out var custom) ? draft : draft with
        {
            ApplicationProperties = custom.EnumerateObject().ToDictionary(
                property => property.Name, property => ValueOf(property.Value.GetRawText()), StringComparer.Ordinal),
        };
    }

    private static MessageDraft Described(MessageDraft draft, JsonElement properties)
    {
        foreach (var property in properties.EnumerateObject())
        {
            draft = property.Name switch
            {
                "MessageId" => draft with { MessageId = property.Value.GetString() },
                "SessionId" => draft with { SessionId = property.Value.GetString() },
                "PartitionKey" => draft with { PartitionKey = property.Value.GetString() },
                "CorrelationId" => draft with { CorrelationId = property.Value.GetString() },
                "Label" => draft with { Subject = property.Value.GetString() },
                "TimeToLive" => draft with { TimeToLive = TimeSpan.FromSeconds(property.Value.GetDouble()) },
                "TimeToLiveTimeSpan" => draft with
                {
                    TimeToLive = TimeSpan.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture),
                },
                _ => draft,
            };
        }

        return draft;
    }

    private static MessageDraft Checked(MessageDraft draft) =>
        Math.Max(draft.MessageId?.Length ?? 0, draft.SessionId?.Length ?? 0) > QueueTerms.MaxIdLength
            ? throw new FormatException($"MessageId and SessionId have at most {QueueTerms.MaxIdLength} characters.")
            : draft.MessageId is { Length: 0 } ? throw new FormatException("MessageId is empty.")
            : draft is { SessionId: { } session, PartitionKey: { } partition } && session != partition
                ? throw new FormatException("SessionId and PartitionKey are both set and differ.")
            : draft;

    private static object? ValueOf(string text)
    {
        try
        {
            using var value = JsonDocument.Parse(text);
            return value.RootElement.ValueKind switch
            {
                JsonValueKind.String => value.RootElement.GetString(),
                JsonValueKind.Number => value.RootElement.TryGetInt64(out var whole)
                    ? whole
                    : value.RootElement.GetDouble(),
                JsonValueKind.True or JsonValueKind.False => value.RootElement.GetBoolean(),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
