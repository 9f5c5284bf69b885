using System.Text;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>What the Azure Functions host posts to a custom handler.</summary>
/// <remarks>Source: Azure/azure-functions-host @ 89dc438d4, DefaultHttpWorkerService.cs and
/// ScriptInvocationContextExtensions.cs; the examples are those of our notes on the contract, 3.4,
/// 3.6 and 3.7.</remarks>
internal static class HostPayloads
{
    /// <summary>Service Bus, cardinality one, <c>dataType: binary</c>: base64, and metadata inside strings.</summary>
    public static byte[] BinaryMessage(
        string base64 = "eyJvcmRlcklkIjoiQS0xIiwicXR5IjoyfQ==", int deliveryCount = 3) => Encoding.UTF8.GetBytes(
        $$"""
        {
          "Data": { "msg": "{{base64}}" },
          "Metadata": {
            "Client": { "FullyQualifiedNamespace": "ns.servicebus.windows.net", "IsClosed": false, "TransportType": 0 },
            "MessageReceiver": {}, "MessageActions": {}, "ReceiveActions": {},
            "DeliveryCount": "{{deliveryCount}}",
            "LockToken": "\"5b8f0d2e-0000-0000-0000-000000000000\"",
            "ExpiresAtUtc": "2026-12-04T10:15:03", "ExpiresAt": "2026-12-04T10:15:03+00:00",
            "EnqueuedTimeUtc": "2026-11-20T10:15:03", "EnqueuedTime": "2026-11-20T10:15:03+00:00",
            "MessageId": "\"order-A-1\"",
            "ContentType": "\"application/json\"",
            "SequenceNumber": "12",
            "CorrelationId": "\"c-77\"",
            "SessionId": "\"A-1\"",
            "ApplicationProperties": { "tenant": "t1" },
            "UserProperties": { "tenant": "t1" },
            "sys": { "MethodName": "ProcessOrder", "UtcNow": "2026-11-20T10:15:03.1234567Z", "RandGuid": "0" }
          }
        }
        """);

    /// <summary>Timer: a nested object, with members that we do not read.</summary>
    public static byte[] Timer(bool isPastDue) => Encoding.UTF8.GetBytes(
        $$"""
        {
          "Data": { "timer": {
            "Schedule": { "AdjustForDST": true },
            "ScheduleStatus": { "Last": "2026-11-20T10:00:00.0012345+00:00", "Next": "2026-11-20T10:05:00+00:00",
              "LastUpdated": "2026-11-20T10:00:00.0012345+00:00" },
            "IsPastDue": {{(isPastDue ? "true" : "false")}} } },
          "Metadata": { "sys": { "MethodName": "Sweep", "UtcNow": "2026-11-20T10:05:00.0101Z", "RandGuid": "0" } }
        }
        """);

    /// <summary>Change feed: an array of documents as text, in a string, in a string.</summary>
    public static byte[] Changes { get; } = Encoding.UTF8.GetBytes(
        """
        {
          "Data": { "documents": "\"[{\\\"id\\\":\\\"A-1\\\",\\\"_rid\\\":\\\"r\\\",\\\"_ts\\\":1763633703,
        """
        + """
        \\\"_lsn\\\":17,\\\"_etag\\\":\\\"\\\\\\\"e\\\\\\\"\\\",\\\"kind\\\":\\\"thing\\\",\\\"body\\\":{\\\"n\\\":1}}]\"" },
          "Metadata": { "sys": { "MethodName": "RelayOutbox", "UtcNow": "2026-11-20T10:05:00.0101Z", "RandGuid": "0" } }
        }
        """);
}
