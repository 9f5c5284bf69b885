using Microsoft.AspNetCore.Http;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>HTTP functions that tell what reached them.</summary>
internal sealed class ServeThings
{
    private int _served;

    public int Served => _served;

    public Func<CancellationToken, Task> Deed { get; set; } = static _ => Task.CompletedTask;

    [Function("ShowThing")]
    public async Task<IResult> ShowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "things/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellation)
    {
        Interlocked.Increment(ref _served);
        await Deed(cancellation);
        return TypedResults.Text($"{id} {request.QueryString} {request.Headers["Content-Encoding"]}");
    }

    [Function("KeepThing")]
    public async Task<IResult> KeepAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "things")] HttpRequest request,
        CancellationToken cancellation)
    {
        Interlocked.Increment(ref _served);
        using var reader = new StreamReader(request.Body);
        return TypedResults.Text(await reader.ReadToEndAsync(cancellation));
    }
}
