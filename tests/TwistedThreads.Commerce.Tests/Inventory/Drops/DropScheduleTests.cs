using TwistedThreads.Commerce.Inventory.Drops;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Drops;

/// <summary>Many buyers, claims, releases and ticks at once, in orders of steps that are drawn: nobody is told that
/// there is nothing while there is something, nothing is sold twice, and nothing is lost where a process
/// dies.</summary>
public sealed class DropScheduleTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    public Task No_piece_is_lost_sold_twice_or_denied(double deaths) => Task.Run(() =>
    {
        for (var seed = 0; seed < 60; seed++)
        {
            new Afternoon(new Generator(seed), deaths).Play();
        }
    });

    private sealed class Afternoon(Generator generator, double deaths)
    {
        private const int ProveEvery = 10;
        private readonly int _pieces = generator.Between(1, 30);
        private readonly int _inBerlin = generator.Chance(0.3) ? generator.Between(1, 4) : 0;
        private readonly Dictionary<OrderId, int> _orders = [];
        private readonly HashSet<OrderId> _standing = [];
        private readonly Dictionary<OrderId, int> _fewestSeen = [];
        private DropStall _stall = null!;
        private int _steps;

        private string Played => $"seed {generator.Seed}, deaths {deaths}";

        public void Play()
        {
            _stall = new DropStall(_pieces, inBerlin: _inBerlin);
            if (generator.Chance(0.7))
            {
                Now(_stall.OpenAsync(
                    generator.Chance(0.8) ? generator.Between(2, 6) : generator.Between(7, DropMark.MostBuckets)));
            }

            var turns = new Turns(generator) { Deaths = deaths, AfterEach = Watch };
            _stall.Shop.Tripwire.Turns = turns;
            turns.Play(Processes());
            _stall.Shop.Tripwire.Turns = null;
            Settle();
        }

        private IEnumerable<Func<Task>> Processes()
        {
            var buyers = Generator.Many(generator.Between(2, 25), () => (Func<Task>)BuyAsync);
            var desk = Generator.Many(generator.Between(0, 3), () => generator.Between(0, 3) switch
            {
                0 => (Func<Task>)(() => _stall.OpenAsync(generator.Between(2, 6))),
                1 => () => _stall.CloseAsync(),
                _ => () => _stall.TendAsync(),
            });
            return generator.Shuffled(buyers.Concat(desk));
        }

        private async Task BuyAsync()
        {
            var (order, wanted) = (_stall.NewOrder(), generator.Chance(0.7) ? 1 : generator.Between(2, 6));
            _orders[order] = wanted;
            _fewestSeen[order] = _stall.Available;
            var bought = await _stall.BuyAsync(order, wanted).ConfigureAwait(false);
            var fewest = _fewestSeen[order];
            _fewestSeen.Remove(order);
            Assert.True(!bought.IsRefused || fewest < wanted, $"{wanted} denied, never fewer than {fewest}: {Played}");
            if (bought.IsRefused)
            {
                return;
            }

            if (generator.Chance(0.4))
            {
                await _stall.ReleaseAsync(order).ConfigureAwait(false);
            }
            else if (generator.Chance(0.7))
            {
                _standing.Add(order);
                await _stall.ClaimAsync(order).ConfigureAwait(false);
            }
        }

        private void Watch()
        {
            var available = _stall.Available;
            foreach (var order in _fewestSeen.Keys)
            {
                _fewestSeen[order] = Math.Min(_fewestSeen[order], available);
            }

            if (++_steps % ProveEvery == 0)
            {
                _stall.Prove(Played);
            }
        }

        // What the dead left is finished: orders that stand are claimed, all others lapse, the rest is sold.
        private void Settle()
        {
            foreach (var order in _standing)
            {
                Now(_stall.ClaimAsync(order));
            }

            Now(_stall.Shop.SweepAsync(TimeSpan.FromHours(1)));
            var claimed = _standing.Sum(order => _orders[order]);
            var sold = Now(_stall.SellOutAsync());
            Assert.True(
                sold + claimed == _pieces + _inBerlin,
                $"{sold} sold and {claimed} claimed of {_pieces} and {_inBerlin}: {Played}");
            Now(_stall.Shop.SweepAsync(TimeSpan.FromHours(2)));
            Assert.True(Now(_stall.CloseAsync()) is null, $"it cannot be closed: {Played}");
            Assert.True(_stall.Level.Escrow == 0, $"{_stall.Level.Escrow} in escrow: {Played}");
            _stall.Prove(Played);
        }

        // Outside of the schedule nothing waits.
        private static T Now<T>(Task<T> task)
        {
            Now((Task)task);
            return task.GetAwaiter().GetResult();
        }

        private static void Now(Task task)
        {
            Assert.True(task.IsCompleted);
            task.GetAwaiter().GetResult();
        }
    }
}
