namespace TwistedThreads.Benchmarks;

/// <summary>The least that ASP.NET Core needs to answer as the shop does: two routes, bytes from memory, no logging.
/// </summary>
internal static class BareEndpoint
{
    public static async Task RunAsync(string url, string answersFile)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        await using var app = builder.Build();

        var answers = CapturedAnswer.Load(answersFile);
        var list = answers.First(answer => !IsDetail(answer));
        var details = answers.Where(IsDetail)
            .ToDictionary(answer => answer.Target.Split('/')[^1], StringComparer.Ordinal);

        app.MapGet("/api/products", context => list.WriteAsync(context.Response));
        app.MapGet("/api/products/{id}", context => Detail(context).WriteAsync(context.Response));
        app.MapGet("/api/health/ready", () => Results.Ok());
        await app.RunAsync();

        CapturedAnswer Detail(HttpContext context) => details[(string)context.GetRouteValue("id")!];
    }

    private static bool IsDetail(CapturedAnswer answer) =>
        answer.Target.StartsWith("/api/products/", StringComparison.Ordinal);
}
