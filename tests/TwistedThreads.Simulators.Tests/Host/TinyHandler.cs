using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>A custom handler of a few lines, in a process of its own: it does what messages and settings tell it
/// to.</summary>
internal static class TinyHandler
{
    public const string Argument = "tiny-handler";
    private static readonly ConcurrentQueue<JObject> Seen = [];

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [Argument])
        {
            return 0;
        }

        Console.WriteLine("good morning");
        await Console.Error.WriteLineAsync("a small Warning");
        await Console.Error.WriteLineAsync("something broke");
        Console.WriteLine("LanguageWorkerConsoleLog for the host");
        switch (Setting("TINY_START"))
        {
            case "crash":
                return 7;
            case "deaf":
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                break;
            case "slow":
                await Task.Delay(TimeSpan.FromMilliseconds(400), CancellationToken.None);
                break;
        }

        await ServeAsync(int.Parse(Setting("FUNCTIONS_CUSTOMHANDLER_PORT")!, CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task ServeAsync(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(CancellationToken.None);
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static string? Setting(string name) => Environment.GetEnvironmentVariable(name);

    private static Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => Task.CompletedTask,
        "/api/seen" => context.Response.WriteAsync(new JArray(Seen).ToString(), context.RequestAborted),
        "/api/environment" => context.Response.WriteAsync(
            JObject.FromObject(Environment.GetEnvironmentVariables()).ToString(), context.RequestAborted),
        "/api/slowly" => SlowlyAsync(context),
        "/api/away" => AwayAsync(context),
        var path when path!.StartsWith("/api/", StringComparison.Ordinal) => EchoAsync(context),
        _ => InvokedAsync(context),
    };

    private static Task AwayAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = "https://elsewhere.example/";
        return Task.CompletedTask;
    }

    // The first word at once, the second never.
    private static async Task SlowlyAsync(HttpContext context)
    {
        await context.Response.WriteAsync("one\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("the caller went away");
        }
    }

    private static async Task EchoAsync(HttpContext context) =>
        await context.Response.WriteAsync((await ReadAsync(context)).ToString(), context.RequestAborted);

    private static async Task<JObject> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        return new JObject
        {
            ["method"] = context.Request.Method,
            ["target"] = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            ["headers"] = new JObject(context.Request.Headers.Select(
                header => new JProperty(header.Key.ToLowerInvariant(), header.Value.ToString()))),
            ["body"] = await reader.ReadToEndAsync(context.RequestAborted),
        };
    }

    private static async Task InvokedAsync(HttpContext context)
    {
        var seen = await ReadAsync(context);
        Seen.Enqueue(seen);
        var data = ((JObject)JObject.Parse((string)seen["body"]!)["Data"]!).Properties().First().Value;
        var wish = context.Request.Path == "/TakeNote" && (string?)data is { } note
            ? Encoding.UTF8.GetString(Convert.FromBase64String(note))
            : Setting("TINY_WISH") ?? "well";
        var attempts = Seen.Count(one => JToken.DeepEquals(one["target"], seen["target"]));
        if (wish.StartsWith("exit ", StringComparison.Ordinal))
        {
            Environment.Exit(int.Parse(wish[5..], CultureInfo.InvariantCulture));
        }

        if (wish == "sleep")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }

        (context.Response.StatusCode, var type, var text) = wish switch
        {
            "fail" => (500, "application/json", "{}"),
            "fail twice" when attempts <= 2 => (500, "application/json", "{}"),
            "nothing" => (200, "application/json", ""),
            "null" => (200, "application/json", "null"),
            "no content" => (204, null, ""),
            "text" => (200, "text/plain", "{}"),
            "rubbish" => (200, "application/json", "{"),
            _ => (200, "application/json", """{"Outputs":{},"ReturnValue":null,"Logs":[]}"""),
        };
        context.Response.ContentType = type;
        if (text.Length > 0)
        {
            await context.Response.WriteAsync(text, context.RequestAborted);
        }
    }
}
