using System.Collections.Concurrent;
using System.Text;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Json;
using TwistedThreads.Functions.Platform.Messaging;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>A queue function that does as a test says, and remembers what came.</summary>
internal sealed class TakeNotes
{
    public ConcurrentQueue<string> Attempted { get; } = [];

    public ConcurrentQueue<string> Done { get; } = [];

    public Func<Note, CancellationToken, Task> Deed { get; set; } = static (_, _) => Task.CompletedTask;

    public static Task SendAsync(SmallHome home, params IEnumerable<string> texts) => home.Queues.SendAsync(
        "notes", [.. texts.Select(text => Message(text, ShopJson.Serialize(new Note(text))))], CancellationToken.None);

    public static OutgoingMessage Message(string id, byte[] body) => new(id, "session", body);

    public static OutgoingMessage Message(string id, string body) => Message(id, Encoding.UTF8.GetBytes(body));

    [Function(nameof(TakeNotes))]
    public async Task RunAsync([ServiceBusTrigger("%NotesQueue%")] Note message, CancellationToken cancellation)
    {
        Attempted.Enqueue(message.Text);
        await Deed(message, cancellation);
        Done.Enqueue(message.Text);
    }

    /// <summary>How often this was tried.</summary>
    public int Attempts(string text) => Attempted.Count(attempted => attempted == text);

    internal sealed record Note(string Text);
}
