using System.Text;
using System.Text.Json.Nodes;

namespace TwistedThreads.Simulators.Cosmos.Wire;

/// <summary>Refusals in the service's form.</summary>
internal static class Problems
{
    public static Reply Answer(int status, int subStatus, string message, Call call) => new(status)
    {
        SubStatus = subStatus,
        Charge = status is 403 or 429 ? 0 : RequestCharges.Smallest,
        Body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["code"] = CodeOf(status),
            ["message"] = $"Message: {{\"Errors\":[\"{message}\"]}}\r\nActivityId: {call[Headers.ActivityId]}, "
                + $"Request URI: /{string.Join('/', call.Path)}",
        }.ToJsonString()),
    };

    private static string CodeOf(int status) => status switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "PreconditionFailed",
        413 => "RequestEntityTooLarge",
        429 => "TooManyRequests",
        449 => "RetryWith",
        503 => "ServiceUnavailable",
        _ => "InternalServerError",
    };
}
