using System.Runtime.InteropServices;

namespace TwistedThreads.Benchmarks;

/// <summary>Processor time spent since a moment by the server, by this client and by everybody else.</summary>
internal sealed class Meter(int server)
{
    private readonly TimeSpan _server = ProcReading.Processor(server);
    private readonly TimeSpan _client = ProcReading.Processor(Environment.ProcessId);
    private readonly TimeSpan _machine = ProcReading.Machine();

    public Spent Read()
    {
        var ofServer = ProcReading.Processor(server) - _server;
        var ofClient = ProcReading.Processor(Environment.ProcessId) - _client;
        var ofOthers = ProcReading.Machine() - _machine - ofServer - ofClient;

        // The kernel counts processes and processors apart; over a short time they need not agree.
        return new(ofServer, ofClient, ofOthers > TimeSpan.Zero ? ofOthers : TimeSpan.Zero);
    }
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Spent(TimeSpan Server, TimeSpan Client, TimeSpan Others)
{
    public static Spent operator +(Spent one, Spent two) =>
        new(one.Server + two.Server, one.Client + two.Client, one.Others + two.Others);
}
