using Microsoft.AspNetCore.Http.Features;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Answers what the Functions host posts to <c>/{FunctionName}</c>: one envelope, one invocation.</summary>
/// <remarks>Success is 200 with a body: an empty answer would leave the host waiting until its time-out, which ends the
/// process. Any other status is a failure, which the host repeats as the trigger demands.</remarks>
public sealed partial class HostInvocations(
    FunctionIndex index,
    FunctionInvoker invoker,
    Readiness readiness,
    Deadlines deadlines,
    ILogger<HostInvocations> log)
{
    // A batch of changed documents, escaped twice, is some times the size of its documents.
    private const long MaxEnvelopeBytes = 64 * 1024 * 1024;

    private readonly Dictionary<string, FunctionDescriptor> _byTarget = index.All
        .Where(function => function.Trigger is not HttpTriggerAttribute)
        .ToDictionary(function => "/" + function.Name, StringComparer.Ordinal);

    private static ReadOnlyMemory<byte> Done { get; } = """{"Outputs":{},"ReturnValue":null,"Logs":[]}"""u8.ToArray();

    /// <param name="target">The request's target exactly as sent; nothing that merely resembles it will do.</param>
    public FunctionDescriptor? Find(string target) => _byTarget.GetValueOrDefault(target);

    public async Task AnswerAsync(HttpContext context, FunctionDescriptor function)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(function);
        var (status, code) = await RunAsync(context, function);
        if (status == StatusCodes.Status200OK)
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Done.Length;
            await context.Response.Body.WriteAsync(Done, context.RequestAborted);
            return;
        }

        var refusal = new Refusal(RefusalKind.Unavailable, code, $"{function.Name} did not succeed; see the log.");
        await new ProblemResult(status, refusal).ExecuteAsync(context);
    }

    private async Task<(int Status, string Code)> RunAsync(HttpContext context, FunctionDescriptor function)
    {
        var stopping = context.RequestAborted;
        var envelope = ReadOnlyMemory<byte>.Empty;
        try
        {
            envelope = await ReadAsync(context.Request, stopping);
            await readiness.WaitAsync(deadlines.Opening, stopping);
            await invoker.InvokeAsync(function.Name, envelope, stopping);
            return (StatusCodes.Status200OK, "");
        }
        catch (TimeoutException) when (!readiness.IsReady)
        {
            return (StatusCodes.Status503ServiceUnavailable, "shop.starting");
        }
        catch (Exception fault)
        {
            LogFault(fault, function.Name);
            await RestAsync(function, envelope, stopping);
            return (StatusCodes.Status500InternalServerError, "invocation.failed");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxEnvelopeBytes;
        }

        using var buffer = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 4096, 0, MaxEnvelopeBytes));
        await request.Body.CopyToAsync(buffer, cancellation);
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    // A message comes again the moment its failure is told: the pause between deliveries is ours to make.
    private async Task RestAsync(
        FunctionDescriptor function, ReadOnlyMemory<byte> envelope, CancellationToken cancellation)
    {
        if (function.Trigger is not ServiceBusTriggerAttribute || cancellation.IsCancellationRequested)
        {
            return;
        }

        var pause = QueuePump.PauseAfter(DeliveryOf(envelope));
        await Task.Delay(pause < deadlines.LongestRest ? pause : deadlines.LongestRest, CancellationToken.None);
    }

    private static int DeliveryOf(ReadOnlyMemory<byte> envelope)
    {
        try
        {
            using var read = Envelope.Read(envelope);
            return read.DeliveryCount;
        }
        catch (System.Text.Json.JsonException)
        {
            return 1;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Function} failed; the host will be told")]
    private partial void LogFault(Exception fault, string function);
}
