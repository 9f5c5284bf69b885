using System.Diagnostics;
using System.Globalization;
using System.Net;
using TwistedThreads.Harness;
using TwistedThreads.Simulators.Cloud;
using TwistedThreads.Simulators.Host;

namespace TwistedThreads.Benchmarks.Package;

/// <summary>One life of the published program, started as the Functions host starts it: on the port that it names,
/// asked for its root until somebody answers.</summary>
internal sealed class HandlerStart : IDisposable
{
    private const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] OfTheMachine = ["PATH", "TMPDIR", "DOTNET_ROOT", "LANG"];
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly long _start;

    private HandlerStart(Process process, int port, long start)
    {
        (_process, _start) = (process, start);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
        };
    }

    /// <summary>From the start of the process to its first answer on its root, whatever the answer.</summary>
    public TimeSpan Answered { get; private set; }

    /// <summary>From the start of the process until it serves customers.</summary>
    public TimeSpan Ready { get; private set; }

    /// <summary>Processor time that it took until then.</summary>
    public TimeSpan Processor { get; private set; }

    public Memory Memory => ProcReading.Memory(_process.Id);

    public static async Task<HandlerStart> RunAsync(FunctionsHostOptions options, CancellationToken cancellation)
    {
        var port = LoopbackPort.Free();
        var text = port.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = options.Folder };
        string[] arguments = ["-c", "exec \"$0\" > /dev/null", Path.Combine(options.Folder, PublishedPackage.Program)];
        arguments.ToList().ForEach(start.ArgumentList.Add);
        start.Environment.Clear();
        var inherited = OfTheMachine.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null);
        foreach (var (name, value) in inherited.Concat(Nullable(options.Settings)))
        {
            start.Environment[name] = value;
        }

        start.Environment[PortVariable] = text;
        var began = Stopwatch.GetTimestamp();
        var life = new HandlerStart(Process.Start(start)!, port, began);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => life.Dispose();
        life.Answered = await life.UntilAsync("/", _ => true, cancellation);
        life.Ready = await life.UntilAsync("/api/health/ready", status => status == HttpStatusCode.OK, cancellation);
        life.Processor = ProcReading.Processor(life._process.Id);
        return life;
    }

    public async Task<string> GetAsync(string path, CancellationToken cancellation) =>
        await _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit(TimeSpan.FromSeconds(5));
        }

        _http.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Nullable(IReadOnlyDictionary<string, string> settings) =>
        settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value));

    private async Task<TimeSpan> UntilAsync(
        string path, Func<HttpStatusCode, bool> isWanted, CancellationToken cancellation)
    {
        while (Stopwatch.GetElapsedTime(_start) < Patience && !_process.HasExited)
        {
            try
            {
                using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
                if (isWanted(answer.StatusCode))
                {
                    return Stopwatch.GetElapsedTime(_start);
                }
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await Task.Delay(Look, cancellation);
        }

        throw new TimeoutException($"{path} was not answered in {Patience.TotalSeconds:0} s.");
    }
}
