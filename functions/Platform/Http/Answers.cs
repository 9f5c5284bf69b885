using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>The one place where a kind of refusal becomes a status.</summary>
public static class Answers
{
    public static IResult ToProblem(this Refusal refusal) => new ProblemResult(StatusOf(refusal.Kind), refusal);

    public static IResult Ok<T>(T view) => TypedResults.Json(view, Json.ShopJson.Stored);

    public static IResult Created<T>(string location, T view) => new CreatedAt<T>(location, view);

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Malformed => StatusCodes.Status400BadRequest,
        RefusalKind.UnsupportedMedia => StatusCodes.Status415UnsupportedMediaType,
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Outdated => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Unconditional => StatusCodes.Status428PreconditionRequired,
        RefusalKind.Declined => StatusCodes.Status402PaymentRequired,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No status for this kind of refusal."),
    };

    private sealed class CreatedAt<T>(string location, T view) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Location = location;
            return TypedResults.Json(view, Json.ShopJson.Stored, statusCode: StatusCodes.Status201Created)
                .ExecuteAsync(httpContext);
        }
    }
}
