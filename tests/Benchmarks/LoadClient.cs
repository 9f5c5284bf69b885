using System.Diagnostics;
using System.Net;
using System.Text;

namespace TwistedThreads.Benchmarks;

/// <summary>Keeps a number of connections to one server busy from one thread, with as little work of its own as it can.
/// </summary>
internal sealed class LoadClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Connection[] _connections;
    private readonly Poll.Watched[] _watched;
    private readonly Stack<int> _idle;

    public LoadClient(Uri server, int connections)
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(server.Host), server.Port);
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new Connection(endpoint))];
        _watched = [.. _connections.Select(Watch)];
        _idle = new(Enumerable.Range(0, connections));
    }

    /// <exception cref="TimeoutException">Nothing was answered for 30 s.</exception>
    public Tally Run(Volley volley)
    {
        var start = Stopwatch.GetTimestamp();
        var schedule = new Schedule(volley, start);
        var tally = new Tally();
        var lastAnswer = start;

        while (true)
        {
            var now = Stopwatch.GetTimestamp();
            SendDue(volley, schedule, now);

            if (_idle.Count == _connections.Length && schedule.IsOver(now))
            {
                return tally with { Elapsed = Stopwatch.GetElapsedTime(start, now) };
            }

            var before = tally.Answered;
            ReceiveReady(volley, schedule, tally, schedule.UntilNext(now) ?? TimeSpan.FromSeconds(1));
            lastAnswer = tally.Answered > before || _idle.Count == _connections.Length ? now : lastAnswer;

            if (Stopwatch.GetElapsedTime(lastAnswer, now) > Patience)
            {
                throw new TimeoutException($"{_connections.Length - _idle.Count} requests wait for an answer.");
            }
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private static Poll.Watched Watch(Connection connection) =>
        new() { Socket = connection.Handle, Wanted = Poll.Readable };

    private void SendDue(Volley volley, Schedule schedule, long now)
    {
        while (_idle.Count > 0 && schedule.TryTake(now, out var request, out var intended))
        {
            var connection = _connections[_idle.Pop()];
            (connection.Request, connection.Intended) = (request, intended);
            connection.Send(volley.Requests[request]);
        }
    }

    private void ReceiveReady(Volley volley, Schedule schedule, Tally tally, TimeSpan atMost)
    {
        // With every connection busy only an answer can bring something to do; a pace's next moment cannot.
        var ready = Poll.Wait(_watched, _idle.Count == 0 ? TimeSpan.FromSeconds(1) : atMost);

        for (var index = 0; ready > 0; index++)
        {
            if (_watched[index].Ready == 0)
            {
                continue;
            }

            ready--;
            var connection = _connections[index];

            switch (connection.Receive())
            {
                case Arrival.Complete:
                    Take(connection, volley, tally);
                    _idle.Push(index);
                    SendDue(volley, schedule, Stopwatch.GetTimestamp());
                    break;
                case Arrival.Closed:
                    Reopen(index, tally);
                    break;
            }
        }
    }

    private static void Take(Connection connection, Volley volley, Tally tally)
    {
        tally.Latencies.Add(Stopwatch.GetTimestamp() - connection.Intended);
        tally.Answered++;

        if (connection.Status != volley.Expected)
        {
            tally.Fail(connection.Status, Encoding.UTF8.GetString(connection.Body));
        }

        volley.Seen?.Invoke(connection.Request, connection.Status, connection.Body);
        connection.Request = -1;
    }

    private void Reopen(int index, Tally tally)
    {
        var connection = _connections[index];
        connection.Reopen();
        _watched[index] = Watch(connection);

        if (connection.Request >= 0)
        {
            tally.Answered++;
            tally.Fail(0, "The connection was closed before the answer was complete.");
            connection.Request = -1;
            _idle.Push(index);
        }
    }
}
