using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>The receiving side of the data plane: take the head, complete, abandon, renew.</summary>
/// <remarks>Source: Azure Service Bus REST, "Peek-Lock Message", "Delete Message", "Unlock Message", "Renew-Lock". An
/// empty queue answers at once: the parameter timeout is not waited for.</remarks>
public static class ReceiveRoutes
{
    /// <param name="context">The request.</param>
    /// <param name="queue">The queue or dead-letter queue.</param>
    /// <param name="rest"><c>head</c>, or a message with its lock: <c>{id or sequence}/{lock token}</c>.</param>
    public static Task AnswerAsync(HttpContext context, SimulatedQueue queue, string rest)
    {
        var method = context.Request.Method;
        return rest.Split('/') switch
        {
            ["head"] when HttpMethods.IsPost(method) => HandOutAsync(context, queue.TryReceive(), 201),
            ["head"] when HttpMethods.IsDelete(method) => HandOutAsync(context, TakeAway(queue), 200),
            [_, var token] when HttpMethods.IsDelete(method) => SettleAsync(context, queue.Complete(token)),
            [_, var token] when HttpMethods.IsPut(method) => SettleAsync(context, queue.Abandon(token)),
            [_, var token] when HttpMethods.IsPost(method) => SettleAsync(context, queue.RenewLock(token)),
            _ => new Refused(400, "The request is not understood.").AnswerAsync(context),
        };
    }

    private static BrokeredMessage? TakeAway(SimulatedQueue queue)
    {
        var message = queue.TryReceive();
        if (message is not null)
        {
            queue.Complete(message.LockToken);
        }

        return message;
    }

    private static async Task HandOutAsync(HttpContext context, BrokeredMessage? message, int status)
    {
        var response = context.Response;
        if (message is null)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        response.StatusCode = status;
        response.ContentType = message.ContentType;
        var place = context.Request.Path.Value!.Replace("/head", string.Empty, StringComparison.Ordinal);
        response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"https://{context.Request.Host}{place}/{message.SequenceNumber}/{message.LockToken}");
        response.Headers["BrokerProperties"] = JsonSerializer.Serialize(new
        {
            message.DeliveryCount,
            message.EnqueuedTimeUtc,
            LockedUntilUtc = message.LockedUntilUtc.ToString("R", CultureInfo.InvariantCulture),
            message.LockToken,
            message.MessageId,
            message.SequenceNumber,
            message.SessionId,
            message.CorrelationId,
        });
        foreach (var (name, value) in message.ApplicationProperties)
        {
            response.Headers[name] = JsonSerializer.Serialize(value);
        }

        await response.Body.WriteAsync(message.Body, context.RequestAborted);
    }

    private static Task SettleAsync(HttpContext context, bool isHeld)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        return isHeld ? Task.CompletedTask
            : new Refused(410, "The lock supplied is invalid: it has expired, or the message is gone.")
                .AnswerAsync(context);
    }
}
