using System.Security.Cryptography;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Messaging;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Everything in one process and one folder: documents, queues, change feed and timers, durable and without
/// any account. The same functions run here as on Azure.</summary>
public static class EmbeddedHome
{
    public static IServiceCollection AddEmbeddedHome(this IServiceCollection services, string folder) => services
        .AddSingleton(_ => SqliteFile.Open(folder))
        .AddSingleton(_ => new Signer(SecretIn(folder)))
        .AddFolderBlobs(folder)
        .AddSingleton<SqliteDocuments>()
        .AddSingleton<SqliteQueues>()
        .AddSingleton<IDocuments>(provider => new MeteredDocuments(provider.GetRequiredService<SqliteDocuments>()))
        .AddSingleton<IMessageSender>(provider => new MeteredSender(provider.GetRequiredService<SqliteQueues>()))
        .AddHostedService<QueuePump>()
        .AddHostedService<ChangeFeedPump>()
        .AddHostedService<TimerPump>()
        .AddHostedService<ExpirySweep>();

    /// <summary>Creates or updates the schema of every part.</summary>
    public static Task MigrateAsync(IServiceProvider services, CancellationToken cancellation) =>
        services.GetRequiredService<SqliteFile>().MigrateAsync(
            [
                .. services.GetRequiredService<SqliteDocuments>().Schema,
                .. SqliteQueues.Schema,
                SqliteQueues.ReleaseLocks,
                .. ChangeFeedPump.Schema,
                .. TimerPump.Schema,
            ],
            cancellation);

    // The key outlives restarts, so that carts and orders stay their owners'. Written aside and moved:
    // never half there.
    private static byte[] SecretIn(string folder)
    {
        var path = Path.Combine(folder, "secret.key");
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(folder);
            var draft = path + ".new";
            File.WriteAllBytes(draft, RandomNumberGenerator.GetBytes(32));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            File.Move(draft, path, overwrite: false);
        }

        return File.ReadAllBytes(path);
    }
}
