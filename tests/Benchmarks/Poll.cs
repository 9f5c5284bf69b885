using System.Runtime.InteropServices;

namespace TwistedThreads.Benchmarks;

/// <summary>Waits for many sockets at once on the calling thread. Linux only, as is all reading from /proc.</summary>
/// <remarks>One ppoll for all ready sockets, then one recv and one send per request: .NET's asynchronous sockets need
/// a second recv and a hand-over between threads, which the server beside us would pay for.</remarks>
internal static partial class Poll
{
    public const short Readable = 1;

    /// <returns>How many sockets are ready; zero when the time is up or a signal came.</returns>
    public static int Wait(Span<Watched> sockets, TimeSpan atMost)
    {
        var nanoseconds = Math.Max(0, atMost.Ticks * TimeSpan.NanosecondsPerTick);
        var timeout = new Timespec(
            (nint)(nanoseconds / 1_000_000_000),
            (nint)(nanoseconds % 1_000_000_000));

        return Math.Max(0, WaitForSockets(sockets, (nuint)sockets.Length, in timeout, 0));
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int WaitForSockets(Span<Watched> sockets, nuint count, in Timespec timeout, nint signals);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Watched
    {
        public int Socket;
        public short Wanted;
        public short Ready;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec(nint seconds, nint nanoseconds)
    {
        public readonly nint Seconds = seconds;
        public readonly nint Nanoseconds = nanoseconds;
    }
}
