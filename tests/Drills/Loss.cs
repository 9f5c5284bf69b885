using TwistedThreads.Simulators.Cloud;

namespace TwistedThreads.Drills;

/// <summary>One way to lose a region.</summary>
/// <param name="Name">For the table and the command line.</param>
/// <param name="Meaning">What happens, in a sentence.</param>
/// <param name="StrikeAsync">Happens to region A.</param>
/// <param name="ReactAsync">What the service, or an operator, does some seconds later.</param>
/// <param name="HealAsync">Region A comes back.</param>
public sealed record Loss(
    string Name,
    string Meaning,
    Func<SimulatedCloud, Task> StrikeAsync,
    Func<SimulatedCloud, Task> ReactAsync,
    Func<SimulatedCloud, CancellationToken, Task> HealAsync);
