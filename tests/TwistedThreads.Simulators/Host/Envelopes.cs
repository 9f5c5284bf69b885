using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>What the host posts for each kind of trigger.</summary>
/// <remarks>Azure/azure-functions-host: DefaultHttpWorkerService. Metadata of messages: azure-sdk-for-net,
/// ServiceBusTriggerBindingStrategy. Timers and feeds: azure-webjobs-sdk-extensions, TimerInfo and
/// CosmosDBTriggerBinding.</remarks>
public static class Envelopes
{
    public static byte[] OfMessage(HostedFunction function, FedMessage message, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(message);
        var properties = JObject.FromObject(message.ApplicationProperties);
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["Client"] = new JObject { ["FullyQualifiedNamespace"] = "ns.servicebus.windows.net" },
            ["MessageReceiver"] = new JObject(),
            ["MessageActions"] = new JObject(),
            ["ReceiveActions"] = new JObject(),
            ["DeliveryCount"] = message.DeliveryCount,
            ["LockToken"] = message.LockToken,
            ["ExpiresAtUtc"] = message.ExpiresAt.UtcDateTime,
            ["ExpiresAt"] = message.ExpiresAt,
            ["EnqueuedTimeUtc"] = message.EnqueuedTime.UtcDateTime,
            ["EnqueuedTime"] = message.EnqueuedTime,
            ["MessageId"] = message.MessageId,
            ["ContentType"] = message.ContentType,
            ["SequenceNumber"] = message.SequenceNumber,
            ["CorrelationId"] = message.CorrelationId,
            ["SessionId"] = message.SessionId,
            ["Subject"] = message.Subject,
            ["Label"] = message.Subject,
            ["ApplicationProperties"] = properties,
            ["UserProperties"] = properties.DeepClone(),
        };

        // A body that comes as text is itself read, and its members written over all that.
        var data = function.OptionalText("dataType") == "binary"
            ? ContractValue.Of(message.Body)
            : Polluting(Encoding.UTF8.GetString(message.Body), metadata);
        return Write(function, data, metadata, now);
    }

    /// <param name="status">Null when the host does not remember the schedule.</param>
    public static byte[] OfTimer(
        HostedFunction function, TimerStatus? status, bool isPastDue, int retry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(function);
        var timer = new JObject
        {
            ["Schedule"] = new JObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = status is null ? JValue.CreateNull() : new JObject
            {
                ["Last"] = Precise(status.Last),
                ["Next"] = Precise(status.Next),
                ["LastUpdated"] = Precise(status.LastUpdated),
            },
            ["IsPastDue"] = isPastDue,
        };
        return Write(function, timer, Retried(function, retry), now);
    }

    /// <summary>An array of documents as text, in a string, in a string; dates on their way through Json.NET.</summary>
    public static byte[] OfChanges(
        HostedFunction function, IReadOnlyList<JObject> documents, int retry, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(function);
        var asSent = new JArray(documents).ToString(Formatting.None);
        var asRead = JsonConvert.SerializeObject(JsonConvert.DeserializeObject<JArray>(asSent));
        return Write(function, ContractValue.Of(asRead), Retried(function, retry), now);
    }

    private static JToken Polluting(string body, Dictionary<string, object?> metadata)
    {
        try
        {
            foreach (var member in JObject.Parse(body).Properties().Where(member => member.Value is not JArray))
            {
                metadata[member.Name] = member.Value is JValue value ? value.Value : member.Value;
            }
        }
        catch (JsonException)
        {
            // A text that is no object names nothing.
        }

        return ContractValue.Of(body);
    }

    private static Dictionary<string, object?> Retried(HostedFunction function, int retry)
    {
        var metadata = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (function.Retry is { } policy)
        {
            metadata["RetryContext"] = new JObject
            {
                ["RetryCount"] = retry,
                ["MaxRetryCount"] = policy.MaxRetryCount,
            };
        }

        return metadata;
    }

    private static byte[] Write(
        HostedFunction function, JToken data, Dictionary<string, object?> metadata, DateTimeOffset now)
    {
        metadata.TryAdd("sys", new JObject
        {
            ["MethodName"] = function.Name,
            ["UtcNow"] = now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["RandGuid"] = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
        });
        var told = new JObject(metadata
            .Where(entry => entry.Value is not null)
            .Where(entry => !entry.Key.EndsWith("trigger", StringComparison.OrdinalIgnoreCase))
            .Select(entry => new JProperty(entry.Key, ContractValue.Of(entry.Value))));
        return Encoding.UTF8.GetBytes(
            new JObject { ["Data"] = new JObject { [function.Binding] = data }, ["Metadata"] = told }
                .ToString(Formatting.None));
    }

    private static string Precise(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}

/// <summary>What the host remembers of a schedule.</summary>
public sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated);
