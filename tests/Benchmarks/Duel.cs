namespace TwistedThreads.Benchmarks;

/// <summary>Shop and bare endpoint in turn, in short rounds: what else the machine does meets both alike.</summary>
internal static class Duel
{
    public static IEnumerable<Measured> Run(
        string name, IReadOnlyList<byte[]> requests, ServerProcess shop, ServerProcess bare, BenchmarkOptions options)
    {
        Console.Error.WriteLine($"... {name}, {options.Pairs} pairs of rounds");
        var volley = new Volley(requests) { Duration = options.Round };
        using var shopSide = new Side(shop, volley, options.Connections);
        using var bareSide = new Side(bare, volley, options.Connections);
        var ratios = new List<double>();

        for (var pair = 0; pair < options.Pairs; pair++)
        {
            // Each goes first in every other pair: a warm or a tired machine favours neither.
            var (first, second) = pair % 2 == 0 ? (shopSide, bareSide) : (bareSide, shopSide);
            first.Round();
            second.Round();
            ratios.Add(shopSide.LastPerSecond / bareSide.LastPerSecond);
        }

        var (ours, theirs) = (shopSide.Read(name), bareSide.Read(name + ", bare"));
        yield return ours with { Target = "0.80 of bare", Reached = Compare(ratios, ours, theirs) };
        yield return theirs;
    }

    private static string Compare(List<double> ratios, Measured ours, Measured theirs)
    {
        var ordered = ratios.Order().ToList();
        return $"**{Median(ordered):0.00}** of bare ({ordered[0]:0.00}–{ordered[^1]:0.00}); "
            + $"by server CPU {theirs.ServerMicroseconds / ours.ServerMicroseconds:0.00}";
    }

    private static double Median(List<double> ordered) =>
        (ordered[(ordered.Count - 1) / 2] + ordered[ordered.Count / 2]) / 2;

    private sealed class Side(ServerProcess server, Volley volley, int connections) : IDisposable
    {
        private readonly LoadClient _client = new(server.Address, connections);
        private readonly Latencies _latencies = new();
        private readonly List<double> _perSecond = [];
        private Spent _spent;
        private TimeSpan _elapsed;
        private int _answered;
        private int _failed;
        private string? _firstFailure;

        public double LastPerSecond => _perSecond[^1];

        public void Round()
        {
            var meter = new Meter(server.Id);
            var tally = _client.Run(volley);
            _spent += meter.Read();
            _latencies.Add(tally.Latencies);
            _perSecond.Add(tally.Answered / tally.Elapsed.TotalSeconds);
            _elapsed += tally.Elapsed;
            _answered += tally.Answered;
            _failed += tally.Failed;
            _firstFailure ??= tally.FirstFailure;
        }

        public Measured Read(string name) =>
            new(name, Median([.. _perSecond.Order()]), _latencies, _answered, _failed)
            {
                Elapsed = _elapsed,
                Spent = _spent,
                After = server.Memory(),
                FirstFailure = _firstFailure,
            };

        public void Dispose() => _client.Dispose();
    }
}
