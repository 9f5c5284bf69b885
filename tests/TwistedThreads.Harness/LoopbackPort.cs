using System.Net;
using System.Net.Sockets;

namespace TwistedThreads.Harness;

/// <summary>Finds a port for a shop that will be killed and restarted on it.</summary>
/// <remarks>Below 32768, where Linux begins to hand out ports to outgoing connections: a client that keeps calling
/// while the shop is down could otherwise be given the shop's own port and block its restart.</remarks>
public static class LoopbackPort
{
    private const int First = 20_000;
    private const int Count = 10_000;
    private static int _next = Environment.ProcessId % Count;

    public static int Free()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + ((Interlocked.Increment(ref _next) & int.MaxValue) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free loopback port from {First} to {First + Count}.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
