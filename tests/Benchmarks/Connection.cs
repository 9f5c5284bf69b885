using System.Net;
using System.Net.Sockets;

namespace TwistedThreads.Benchmarks;

/// <summary>One keep-alive connection that carries one request at a time.</summary>
internal sealed class Connection : IDisposable
{
    private readonly IPEndPoint _server;
    private readonly AnswerReader _reader = new();
    private byte[] _buffer = new byte[64 * 1024];
    private int _received;
    private Socket _socket;

    public Connection(IPEndPoint server)
    {
        _server = server;
        _socket = Connect(server);
        _reader.Reset();
    }

    public int Handle => (int)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>Which request of the volley is on its way here; below zero when none is.</summary>
    public int Request { get; set; } = -1;

    /// <summary>When that request should have been sent, in ticks of the stopwatch.</summary>
    public long Intended { get; set; }

    public int Status => _reader.Status;

    public ReadOnlySpan<byte> Body => _reader.Body(_buffer.AsSpan(0, _received));

    public void Send(ReadOnlySpan<byte> request)
    {
        _received = 0;
        _reader.Reset();

        while (!request.IsEmpty)
        {
            var sent = _socket.Send(request, SocketFlags.None, out var error);

            if (error == SocketError.WouldBlock)
            {
                _socket.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectWrite);
            }
            else if (error != SocketError.Success)
            {
                return; // The closed connection shows itself at the next receive.
            }

            request = request[sent..];
        }
    }

    /// <summary>Takes what has arrived.</summary>
    public Arrival Receive()
    {
        if (_received == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = _socket.Receive(_buffer.AsSpan(_received), SocketFlags.None, out var error);

        if (error == SocketError.WouldBlock)
        {
            return Arrival.Partial;
        }

        if (error != SocketError.Success || count == 0)
        {
            return Arrival.Closed;
        }

        _received += count;
        var received = _buffer.AsSpan(0, _received);

        return !_reader.IsComplete(received) ? Arrival.Partial
            : _reader.Length == _received ? Arrival.Complete
            : throw new InvalidDataException("More bytes than the response announced.");
    }

    public void Reopen()
    {
        _socket.Dispose();
        _socket = Connect(_server);
        _received = 0;
        _reader.Reset();
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Connect(IPEndPoint server)
    {
        var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server);
        socket.Blocking = false;
        return socket;
    }
}

internal enum Arrival
{
    Partial,
    Complete,
    Closed,
}
