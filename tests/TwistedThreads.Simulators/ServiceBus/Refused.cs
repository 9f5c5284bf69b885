using System.Security;
using Microsoft.AspNetCore.Http;

namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>An error as the data plane words it.</summary>
public sealed record Refused(int Status, string Detail)
{
    public TimeSpan? RetryAfter { get; init; }

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/xml; charset=utf-8";
        if (RetryAfter is { } pause)
        {
            context.Response.Headers.RetryAfter = $"{Math.Ceiling(pause.TotalSeconds):0}";
        }

        await context.Response.WriteAsync(
            $"<Error><Code>{Status}</Code><Detail>{SecurityElement.Escape(Detail)} "
            + $"TrackingId:simulated, SystemTracker:{SecurityElement.Escape(context.Request.Path)}</Detail></Error>",
            context.RequestAborted);
    }
}
