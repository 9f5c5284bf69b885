using System.Collections.Concurrent;

namespace TwistedThreads.Simulators.Host;

public enum ConsoleLevel
{
    Information,
    Warning,
    Error,
    System,
}

/// <summary>One line of the handler, as the host takes it.</summary>
public sealed record ConsoleLine(ConsoleLevel Level, string Text);

/// <summary>What the handler wrote: its output is information, its error stream warnings and errors.</summary>
/// <remarks>Azure/azure-functions-host: WorkerProcess, with UseStdErrorStreamForErrorsOnly.</remarks>
public sealed class HandlerConsole
{
    private const string SystemMark = "LanguageWorkerConsoleLog";
    private readonly ConcurrentQueue<ConsoleLine> _lines = [];

    public IReadOnlyCollection<ConsoleLine> Lines => _lines;

    public IEnumerable<string> Errors =>
        _lines.Where(line => line.Level == ConsoleLevel.Error).Select(line => line.Text);

    public void Output(string? line) => Add(line, ConsoleLevel.Information);

    public void Error(string? line) => Add(
        line,
        line?.Contains("warn", StringComparison.OrdinalIgnoreCase) == true ? ConsoleLevel.Warning : ConsoleLevel.Error);

    /// <summary>The end of it, for failure messages.</summary>
    public override string ToString() =>
        string.Join('\n', _lines.TakeLast(40).Select(line => $"{line.Level}: {line.Text}"));

    private void Add(string? line, ConsoleLevel level)
    {
        if (line is not null)
        {
            _lines.Enqueue(line.StartsWith(SystemMark, StringComparison.Ordinal)
                ? new ConsoleLine(ConsoleLevel.System, line[SystemMark.Length..])
                : new ConsoleLine(level, line));
        }
    }
}
