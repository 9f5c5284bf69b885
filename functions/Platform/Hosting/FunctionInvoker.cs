using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>The one path by which every function without an HTTP trigger is started, in either home: the host's
/// envelope comes in, the class is called, the outcome is an ordinary return or an exception.</summary>
/// <remarks>A message that can never be read, or whose last delivery failed, is parked and counts as handled: in this
/// home as in the other nothing else can set it aside with its reason.</remarks>
public sealed class FunctionInvoker(
    FunctionIndex index,
    IServiceProvider services,
    ParkedMessages parked,
    UsageMeter meter,
    Deadlines? deadlines = null)
{
    private const string BeyondHope =
        "no delivery had an outcome: the process ended in each, or the store was away all the while";

    private static readonly JsonSerializerOptions TimerJson = new();

    private readonly Deadlines _deadlines = deadlines ?? Deadlines.Usual;

    /// <exception cref="KeyNotFoundException">No such function.</exception>
    /// <exception cref="JsonException">Not an envelope for this function.</exception>
    public async Task InvokeAsync(string functionName, ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        var function = index.Find(functionName)
            ?? throw new KeyNotFoundException($"There is no function {functionName}.");
        using var invocation = Envelope.Read(envelope);
        using var usage = meter.Begin(function.Name, function.ScaleGroup);
        if (function.Trigger is ServiceBusTriggerAttribute trigger)
        {
            await TakeMessageAsync(function, index.Resolve(trigger.QueueName), invocation, cancellation);
            return;
        }

        await CallInTimeAsync(function, Bind(function, invocation), cancellation);
    }

    private Task TakeMessageAsync(
        FunctionDescriptor function, string queue, Envelope invocation, CancellationToken cancellation)
    {
        var body = BytesOf(invocation.Data(function.Triggered.Name!));
        var delivery = new Delivery(
            queue, function.Name, invocation.Metadata("MessageId") ?? NameOf(body), invocation.DeliveryCount, body);
        return function.Triggered.ParameterType == typeof(DeadLetter)
            ? CallInTimeAsync(function, DeadLetter.Of(delivery, invocation), cancellation)
            : HandleMessageAsync(function, delivery, cancellation);
    }

    private async Task HandleMessageAsync(
        FunctionDescriptor function, Delivery delivery, CancellationToken cancellation)
    {
        if (delivery.IsBeyondHope)
        {
            await parked.ParkAsync(delivery, BeyondHope, cancellation);
            return;
        }

        object message;
        try
        {
            message = JsonSerializer.Deserialize(delivery.Body, function.Triggered.ParameterType, ShopJson.Stored)
                ?? throw new JsonException("The message is null.");
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException)
        {
            // Reading depends on the bytes alone: what stops it now stops it at every delivery.
            await parked.ParkAsync(delivery, $"unreadable: {unreadable.Message}", cancellation);
            return;
        }

        if (message is ICloudEvent { Subject: { } subject })
        {
            UsageMeter.Attribute(subject);
        }

        await AttemptAsync(function, message, delivery, cancellation);
    }

    private async Task AttemptAsync(
        FunctionDescriptor function, object message, Delivery delivery, CancellationToken cancellation)
    {
        try
        {
            await CallInTimeAsync(function, message, cancellation);
        }
        catch (HopelessMessageException hopeless)
        {
            await parked.ParkAsync(delivery, hopeless.Message, cancellation);
        }
        catch (Exception fault) when (delivery.IsLast && !IsOutage(fault) && !cancellation.IsCancellationRequested)
        {
            // A cancellation that did not come from outside is a failure like any other.
            await parked.ParkAsync(delivery, $"{fault.GetType().Name}: {fault.Message}", cancellation);
        }
    }

    // The store or the bus is away: that is not the message's fault, and it will be back.
    private static bool IsOutage(Exception fault) => fault
        is DocumentsTimeoutException or DocumentsUnavailableException or DocumentsThrottledException
        or MessageBrokerException { IsTransient: true };

    private async Task CallInTimeAsync(FunctionDescriptor function, object argument, CancellationToken cancellation)
    {
        var limit = _deadlines.For(function.Trigger);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(limit);
        try
        {
            // Whoever does not heed the token is left behind: nothing may wait longer than the host would.
            await CallAsync(function, argument, deadline.Token)
                .WaitAsync(limit + _deadlines.Grace, CancellationToken.None);
        }
        catch (OperationCanceledException fault)
            when (deadline.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{function.Name} took longer than {limit.TotalSeconds:0.#} s.", fault);
        }
    }

    // What is not base64 is parked as it came, rather than as nothing.
    private static byte[] BytesOf(JsonElement data) =>
        data.ValueKind == JsonValueKind.String && data.TryGetBytesFromBase64(out var bytes)
            ? bytes
            : Encoding.UTF8.GetBytes(data.GetRawText());

    // Two messages without an id must not be parked as one.
    private static string NameOf(byte[] body) =>
        "nameless-" + Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, 13));

    private static object Bind(FunctionDescriptor function, Envelope invocation)
    {
        var data = invocation.Data(function.Triggered.Name!);
        var type = function.Triggered.ParameterType;
        if (function.Trigger is not CosmosDBTriggerAttribute)
        {
            return data.Deserialize(type, TimerJson)!;
        }

        var text = data.GetString()!;
        if (text is ['"', ..])
        {
            text = JsonSerializer.Deserialize<string>(text)!;
        }

        return ChangesIn(text, function.OnlyKind);
    }

    // Another kind's document is not read, so that nothing about it can hold up this kind's feed.
    private static List<ChangedDocument> ChangesIn(string text, string? kind)
    {
        using var documents = JsonDocument.Parse(text);
        return
        [
            .. documents.RootElement.EnumerateArray()
                .Where(document => kind is null
                    || (document.TryGetProperty("kind", out var its) && its.ValueEquals(kind)))
                .Select(document => document.Deserialize<ChangedDocument>(ShopJson.Stored)!),
        ];
    }

    private async Task CallAsync(FunctionDescriptor function, object argument, CancellationToken cancellation)
    {
        var target = services.GetRequiredService(function.Class);
        var arguments = function.Method.GetParameters()
            .Select(parameter => parameter == function.Triggered ? argument : (object?)cancellation)
            .ToArray();
        await (Task)function.Invoker.Invoke(target, arguments)!;
    }
}
