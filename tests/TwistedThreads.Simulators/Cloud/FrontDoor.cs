using System.Net;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Simulators.Cloud;

/// <summary>Plays Azure Front Door: one public address, requests spread over the regions whose probe answers, in turn.
/// Beside it answers what is not the shop's: the directory that signs people in, and the payment provider's
/// desk.</summary>
public sealed class FrontDoor : IAsyncDisposable
{
    private const string Probe = "/api/health/ready";
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(2);
    private readonly IReadOnlyList<CloudRegion> _regions;
    private readonly PlatformSignIn _signIn;
    private readonly PaymentBooks _payments;
    private readonly LoopbackServer _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = ProbePatience,
    })
    { Timeout = TimeSpan.FromSeconds(90) };

    private HashSet<CloudRegion> _healthy = [];
    private Task _probing = Task.CompletedTask;
    private int _turn;

    private FrontDoor(IReadOnlyList<CloudRegion> regions, PlatformSignIn signIn, PaymentBooks payments)
    {
        (_regions, _signIn, _payments) = (regions, signIn, payments);
        _server = new LoopbackServer(AnswerAsync, null);
    }

    public Uri Address => _server.Address;

    /// <summary>Whether the regions are probed; while they are not, each keeps its last standing.</summary>
    public bool IsProbing { get; set; } = true;

    /// <summary>Regions that get requests now.</summary>
    public IReadOnlyCollection<CloudRegion> Healthy => Volatile.Read(ref _healthy);

    public static async Task<FrontDoor> OpenAsync(
        IReadOnlyList<CloudRegion> regions,
        PlatformSignIn signIn,
        PaymentBooks payments,
        CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var front = new FrontDoor(regions, signIn, payments);
        await front._server.StartAsync();
        front._probing = Task.Run(front.ProbeAsync, CancellationToken.None);
        return front;
    }

    /// <summary>Waits until every region is served.</summary>
    public async Task IsOpenAsync(CancellationToken cancellation)
    {
        while (Healthy.Count < _regions.Count)
        {
            await Task.Delay(ProbeEvery / 5, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _probing;
        await _server.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task ProbeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            if (IsProbing)
            {
                var answers = await Task.WhenAll(_regions.Select(async region => (region, await IsWellAsync(region))));
                Volatile.Write(
                    ref _healthy, [.. answers.Where(answer => answer.Item2).Select(answer => answer.region)]);
            }

            await Task.Delay(ProbeEvery, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task<bool> IsWellAsync(CloudRegion region)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(ProbePatience);
            using var answer = region.Host is { } host
                ? await _http.GetAsync(new Uri(host.Address, Probe), patience.Token)
                : null;
            return answer is { StatusCode: HttpStatusCode.OK };
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/api/dev/sign-in" => SignInAsync(context),
        "/api/dev/payments" => ListPaymentsAsync(context),
        _ => ForwardAsync(context),
    };

    private async Task SignInAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = JObject.Parse(await reader.ReadToEndAsync(context.RequestAborted));
        var roles = body["roles"]!.Select(role => role.Value<string>()!);
        var token = _signIn.IssueToken(body["name"]!.Value<string>()!, roles);
        await WriteAsync(context, new JObject { ["token"] = token });
    }

    private async Task ListPaymentsAsync(HttpContext context) => await WriteAsync(
        context, new JObject { ["items"] = await _payments.ListAsync(context.RequestAborted) });

    private static Task WriteAsync(HttpContext context, JObject body)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToString(Formatting.None), context.RequestAborted);
    }

    private async Task ForwardAsync(HttpContext context)
    {
        var healthy = _regions.Where(region => Healthy.Contains(region) && region.Host is not null).ToList();
        if (healthy.Count == 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var turn = (uint)Interlocked.Increment(ref _turn);
        try
        {
            if (healthy[(int)(turn % healthy.Count)].Host is { } host)
            {
                await PassOnAsync(context, host.Address);
            }
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
            }
        }
    }

    private async Task PassOnAsync(HttpContext context, Uri origin)
    {
        var incoming = context.Request;
        using var request = new HttpRequestMessage(
            new HttpMethod(incoming.Method),
            origin.GetLeftPart(UriPartial.Authority) + incoming.Path.ToUriComponent() + incoming.QueryString);
        if (incoming.ContentLength > 0 || incoming.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(incoming.Body);
        }

        foreach (var (name, values) in incoming.Headers.Where(header => header.Key is not ("Host" or "Connection")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        using var answer = await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key is not ("Transfer-Encoding" or "Connection")))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
