using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Sqlite;
using TwistedThreads.Testing;

namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>The embedded engine on a file in a folder of its own.</summary>
public sealed class SqliteEngine : IEngineUnderTest
{
    private readonly TempFolder _folder = new();
    private readonly ManualClock _clock = new();
    private readonly DocumentContainer[] _containers;

    private bool _isOpen;

    private SqliteEngine(DocumentContainer[] containers) => _containers = containers;

    public SqliteFile File { get; private set; } = null!;

    public SqliteDocuments Sqlite { get; private set; } = null!;

    public IDocuments Documents => Sqlite;

    public static async Task<SqliteEngine> OpenAsync(params DocumentContainer[] containers)
    {
        var engine = new SqliteEngine(containers);
        await engine.ConnectAsync();
        return engine;
    }

    public Task PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }

    public async Task ReopenAsync()
    {
        await CloseAsync();
        await ConnectAsync();
    }

    public async Task CloseAsync()
    {
        if (_isOpen)
        {
            _isOpen = false;
            await File.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _folder.Dispose();
    }

    private async Task ConnectAsync()
    {
        File = SqliteFile.Open(_folder.Path);
        Sqlite = new SqliteDocuments(File, _containers, _clock);
        _isOpen = true;
        await File.MigrateAsync(Sqlite.Schema, CancellationToken.None);
    }
}
