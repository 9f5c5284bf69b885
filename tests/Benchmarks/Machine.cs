using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TwistedThreads.Benchmarks;

/// <summary>What the numbers were measured on.</summary>
internal static class Machine
{
    private const int Writes = 100;

    public static string Load() => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3));

    /// <param name="folder">Where the shop keeps its data: durable checkouts cannot be faster than its disk.</param>
    public static IEnumerable<string> Describe(string folder)
    {
        var model = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();

        yield return $"- {Environment.ProcessorCount} cores, {model ?? "unknown"}, {RuntimeInformation.OSArchitecture}";
        yield return $"- {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";
        yield return $"- client and servers share these cores; data on {FileSystem(folder)}, "
            + $"one synced 4 KiB append takes {SyncedWrite(folder).TotalMicroseconds:0} µs (median of {Writes})";
    }

    private static string FileSystem(string folder) => new DriveInfo(folder).DriveFormat;

    private static TimeSpan SyncedWrite(string folder)
    {
        var path = Path.Combine(folder, "synced-write");
        var page = new byte[4096];
        var times = new List<TimeSpan>(Writes);

        using (var file = new FileStream(path, FileMode.Create))
        {
            for (var write = 0; write < Writes; write++)
            {
                var start = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                times.Add(Stopwatch.GetElapsedTime(start));
            }
        }

        File.Delete(path);
        return times.Order().ElementAt(Writes / 2);
    }
}
