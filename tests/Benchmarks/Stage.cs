namespace TwistedThreads.Benchmarks;

/// <summary>One server, one load client, and the meters read around what they do.</summary>
internal sealed class Stage(ServerProcess server, int connections) : IDisposable
{
    private readonly LoadClient _client = new(server.Address, connections);

    public Measured Measure(string name, Volley volley)
    {
        Console.Error.WriteLine($"... {name}");
        var meter = new Meter(server.Id);
        var tally = _client.Run(volley);
        return Measured.Of(name, tally, meter.Read(), server.Memory());
    }

    public void Dispose() => _client.Dispose();
}
