using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>Every log entry with the scopes around it.</summary>
internal sealed class RememberedLines : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentQueue<string> _lines = [];
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Pen(this);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Pen(RememberedLines lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => lines._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var scopes = new List<string?>();
            lines._scopes.ForEachScope(static (scope, all) => all.Add(scope?.ToString()), scopes);
            lines._lines.Enqueue($"{logLevel} [{string.Join(", ", scopes)}] {formatter(state, exception)}");
        }
    }
}
