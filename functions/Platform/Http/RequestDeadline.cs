using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>The end of one request's time. When it comes the function's token is cancelled, and the caller hears 504; a
/// function that does not heed that is answered for after a while, because below the Functions host one endless request
/// would end every other. The connection is not cut: the host would send the request again.</summary>
public sealed class RequestDeadline : IDisposable
{
    /// <summary>What a caller hears whose time is over.</summary>
    public static readonly IResult TooSlow = new ProblemResult(
        StatusCodes.Status504GatewayTimeout,
        new Refusal(RefusalKind.Unavailable, "shop.too-slow", "This took too long; its outcome is unknown."));

    private readonly HttpContext _context;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _cut = new();
    private readonly CancellationTokenRegistration _cutting;

    private RequestDeadline(HttpContext context, TimeSpan limit, TimeSpan grace)
    {
        _context = context;
        _caller = context.RequestAborted;
        _over = CancellationTokenSource.CreateLinkedTokenSource(_caller);
        _over.CancelAfter(limit);
        _cut.CancelAfter(limit + grace);
        _cutting = _cut.Token.Register(static cut => _ = ((RequestDeadline)cut!).AnswerAsync(), this);
        context.RequestAborted = _over.Token;
        context.Features.Set(this);
    }

    private bool IsOver => _over.IsCancellationRequested && !_caller.IsCancellationRequested;

    public static RequestDeadline Set(HttpContext context, TimeSpan limit, TimeSpan grace)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new(context, limit, grace);
    }

    /// <returns>Whether the time is over. If so the answer to that may take its own.</returns>
    public static bool IsOverFor(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Features.Get<RequestDeadline>() is not { IsOver: true } deadline)
        {
            return false;
        }

        deadline.Lift();
        return true;
    }

    public void Dispose()
    {
        Lift();
        _cutting.Dispose();
        _cut.Dispose();
        _over.Dispose();
    }

    private async Task AnswerAsync()
    {
        if (_context.Response.HasStarted)
        {
            _context.Abort();
            return;
        }

        try
        {
            // The answer must not be given up for the token that is over.
            Lift();
            await TooSlow.ExecuteAsync(_context);
            await _context.Response.CompleteAsync();
        }
        catch (Exception race) when (
            race is InvalidOperationException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The function answered in this very moment, or the caller has gone.
            _context.Abort();
        }
    }

    private void Lift() => _context.RequestAborted = _caller;
}
