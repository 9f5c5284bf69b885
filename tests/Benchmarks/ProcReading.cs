using System.Runtime.InteropServices;

namespace TwistedThreads.Benchmarks;

/// <summary>Processor time and memory of one process as Linux counts them (proc(5)).</summary>
internal static class ProcReading
{
    /// <summary>USER_HZ, which is 100 on every architecture .NET runs on: /proc counts in steps of 10 ms.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>User and system time of the process so far.</summary>
    public static TimeSpan Processor(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return FromTicks(long.Parse(fields[11]) + long.Parse(fields[12]));
    }

    /// <summary>Time that all processors were busy: user, nice, system, interrupts, soft interrupts.</summary>
    public static TimeSpan Machine()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return FromTicks(new[] { 1, 2, 3, 6, 7 }.Sum(field => long.Parse(fields[field])));
    }

    public static Memory Memory(int processId)
    {
        var lines = File.ReadAllLines($"/proc/{processId}/status");
        return new(Mebibytes("VmRSS:"), Mebibytes("VmHWM:"), Mebibytes("RssAnon:"));

        double Mebibytes(string name) =>
            long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) / 1024.0;
    }

    private static TimeSpan FromTicks(long ticks) => TimeSpan.FromSeconds(ticks / (double)TicksPerSecond);
}

/// <summary>Resident memory in mebibytes: now, at its highest, and now without mapped files.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Memory(double Resident, double Peak, double Anonymous);
