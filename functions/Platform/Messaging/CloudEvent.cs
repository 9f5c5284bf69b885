using System.Text.Json.Serialization;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>What the platform reads of an event without knowing its data.</summary>
public interface ICloudEvent
{
    string Id { get; }

    string? Subject { get; }
}

/// <summary>An event in the structured JSON form of CloudEvents 1.0.</summary>
/// <param name="Id">Unique for its source; consumers recognise a repeated event by it.</param>
/// <param name="Source">Absolute URI of the part that saw the fact.</param>
/// <param name="Type">Reverse DNS with version: <c>com.twistedthreads.order.placed.v1</c>.</param>
/// <param name="Subject">The aggregate that the event is about.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="Data">The fact.</param>
/// <remarks>Source: CloudEvents specification 1.0.2, JSON event format 1.0.2.</remarks>
public sealed record CloudEvent<T>(string Id, string Source, string Type, string? Subject, DateTimeOffset Time, T Data)
    : ICloudEvent
{
    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    /// <summary>W3C trace context of what caused the event (CloudEvents distributed-tracing extension).</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }
}
