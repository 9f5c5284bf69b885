namespace TwistedThreads.Simulators.Host;

/// <summary>What a function app is given.</summary>
/// <param name="Folder">The published package: host.json, function folders, executable.</param>
public sealed record FunctionsHostOptions(string Folder)
{
    /// <summary>App settings; the handler gets them as environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where queue functions get their messages; without one they get none.</summary>
    public IMessageFeed? Messages { get; init; }

    /// <summary>Where change-feed functions get their documents; without one they get none.</summary>
    public IChangeFeedSource? Changes { get; init; }

    /// <summary>Whether timers run by their schedules; by hand they always do.</summary>
    public bool RunsTimers { get; init; } = true;

    /// <summary>Whether App Service authentication stands in front of the app.</summary>
    public bool HasSignIn { get; init; }

    /// <summary>Who may sign in; apps that share it share their users.</summary>
    public PlatformSignIn SignIn { get; init; } = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

/// <summary>The host would not start, or has stopped.</summary>
public sealed class FunctionsHostException(string message) : Exception(message);
