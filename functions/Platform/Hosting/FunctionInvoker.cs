using System.Text.Json;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>The one path by which every function without an HTTP trigger is started, in either home: the host's
/// envelope comes in, the class is called, the outcome is an ordinary return or an exception.</summary>
/// <remarks>A message that can never be read, or whose last delivery failed, is parked and counts as handled: in this
/// home as in the other nothing else can set it aside with its reason.</remarks>
public sealed class FunctionInvoker(
    FunctionIndex index, IServiceProvider services, ParkedMessages parked, UsageMeter meter)
{
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
            await HandleMessageAsync(function, index.Resolve(trigger.QueueName), invocation, cancellation);
            return;
        }

        await CallAsync(function, Bind(function, invocation), cancellation);
    }

    private async Task HandleMessageAsync(
        FunctionDescriptor function, string queue, Envelope invocation, CancellationToken cancellation)
    {
        var data = invocation.Data(function.Triggered.Name!);
        var body = data.TryGetBytesFromBase64(out var bytes) ? bytes : [];
        var delivery = new Delivery(
            queue, function.Name, invocation.Metadata("MessageId") ?? "unknown", invocation.DeliveryCount, body);
        object? message;
        try
        {
            message = JsonSerializer.Deserialize(body, function.Triggered.ParameterType, ShopJson.Stored)
                ?? throw new JsonException("The message is null.");
        }
        catch (JsonException unreadable)
        {
            await parked.ParkAsync(delivery, $"unreadable: {unreadable.Message}", cancellation);
            return;
        }

        if (message is ICloudEvent { Subject: { } subject })
        {
            UsageMeter.Attribute(subject);
        }

        try
        {
            await CallAsync(function, message, cancellation);
        }
        catch (Exception fault) when (delivery.IsLast && fault is not OperationCanceledException)
        {
            await parked.ParkAsync(delivery, $"{fault.GetType().Name}: {fault.Message}", cancellation);
        }
        catch (HopelessMessageException hopeless)
        {
            await parked.ParkAsync(delivery, hopeless.Message, cancellation);
        }
    }

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

        var changed = JsonSerializer.Deserialize<List<ChangedDocument>>(text, ShopJson.Stored)!;
        return function.OnlyKind is { } kind ? changed.FindAll(document => document.Kind == kind) : changed;
    }

    private static readonly JsonSerializerOptions TimerJson = new();

    private async Task CallAsync(FunctionDescriptor function, object argument, CancellationToken cancellation)
    {
        var target = services.GetRequiredService(function.Class);
        var arguments = function.Method.GetParameters()
            .Select(parameter => parameter == function.Triggered ? argument : (object?)cancellation)
            .ToArray();
        await (Task)function.Invoker.Invoke(target, arguments)!;
    }
}
