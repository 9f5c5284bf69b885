using Microsoft.Extensions.Logging;

namespace TwistedThreads.Functions.Tests.Platform.Cosmos;

/// <summary>Counts what is written to a log.</summary>
public sealed class WarningLog<T> : ILogger<T>
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => Interlocked.Increment(ref _count);
}
