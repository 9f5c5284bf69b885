using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>What a caller hears when something broke, or when no function answers: always problem details.</summary>
public static partial class Faults
{
    /// <summary>Problem details for an answer that has a status and nothing else.</summary>
    public static Task AnswerStatusAsync(HttpContext context)
    {
        var (kind, code, detail) = context.Response.StatusCode switch
        {
            StatusCodes.Status401Unauthorized =>
                (RefusalKind.Unauthenticated,
                    "access.unauthenticated", "Say who you are: a bearer token or a device key."),
            StatusCodes.Status403Forbidden =>
                (RefusalKind.Forbidden, "access.forbidden", "Your role may not do this."),
            StatusCodes.Status404NotFound =>
                (RefusalKind.NotFound, "request.no-such-route", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed =>
                (RefusalKind.Invalid, "request.method-not-allowed", "This address does not know that method."),
            StatusCodes.Status413PayloadTooLarge =>
                (RefusalKind.Invalid, "request.too-large", "The body is larger than this address takes."),
            StatusCodes.Status415UnsupportedMediaType =>
                (RefusalKind.Invalid, "request.not-json", "Send the body as application/json."),
            var other => (RefusalKind.Invalid, "request.refused", $"The request was refused with status {other}."),
        };
        return new ProblemResult(context.Response.StatusCode, new Refusal(kind, code, detail)).ExecuteAsync(context);
    }

    /// <summary>Problem details for something that broke. Only what nobody foresaw is a 500.</summary>
    public static Task AnswerFaultAsync(HttpContext context, Exception fault, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (fault is BadHttpRequestException bad)
        {
            context.Response.StatusCode = bad.StatusCode;
            return AnswerStatusAsync(context);
        }

        if (RequestDeadline.IsOverFor(context))
        {
            LogFault(log, fault, context.Request.Method, context.Request.Path);
            return RequestDeadline.TooSlow.ExecuteAsync(context);
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return Task.CompletedTask;
        }

        LogFault(log, fault, context.Request.Method, context.Request.Path);
        var refusal = fault switch
        {
            DocumentsThrottledException throttled => Busy(throttled.RetryAfter),
            DocumentLimitException => null,
            BlobStoreException or MessageBrokerException { IsTransient: true } => Busy(TimeSpan.FromSeconds(1)),
            DocumentsException or OperationCanceledException or TimeoutException => Busy(TimeSpan.FromSeconds(1)),
            _ => null,
        };
        return refusal is null
            ? new ProblemResult(
                StatusCodes.Status500InternalServerError,
                new Refusal(RefusalKind.Unavailable, "shop.fault", "Something broke on our side."))
                .ExecuteAsync(context)
            : refusal.ToProblem().ExecuteAsync(context);
    }

    private static Refusal Busy(TimeSpan pause) =>
        new(RefusalKind.Unavailable, "shop.busy", "The shop is busy; the same request may succeed in a moment.")
        {
            RetryAfter = pause,
        };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void LogFault(ILogger log, Exception fault, string method, PathString path);
}
