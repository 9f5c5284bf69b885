namespace TwistedThreads.Testing;

/// <summary>What a killed process leaves its caller with. No workflow may catch it.</summary>
public sealed class ProcessKilledException() : Exception("The process was killed here.");

/// <summary>Stands at every call of the in-memory ports, so that a test can kill the process there, or let another one
/// run, before or after the call took effect. Reads count too: another process may come between two of them.</summary>
/// <remarks>Thread-safe. It fires once and is then off; what its action does passes freely.</remarks>
public sealed class Tripwire
{
    private readonly Lock _gate = new();
    private Func<Task>? _action;
    private int _countdown;
    private bool _after;
    private volatile bool _isDead;

    /// <summary>Calls so far, from 1 at the first.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether every call lets other tasks run first, for tests in which many run at once.</summary>
    public bool Yields { get; set; }

    /// <summary>Whose turn it is, where a test decides that; null where nobody waits.</summary>
    public Turns? Turns { get; set; }

    /// <summary>Fires at a coming step.</summary>
    /// <param name="step">0 is the very next one.</param>
    /// <param name="afterEffect">Whether the step is done by then.</param>
    /// <param name="action">Runs inside the step; what it throws, the step throws.</param>
    public void Arm(int step, bool afterEffect, Func<Task> action)
    {
        lock (_gate)
        {
            (_countdown, _after, _action) = (step, afterEffect, action);
        }
    }

    /// <summary>Kills whoever takes the step: from then on no call takes effect, until <see cref="Disarm"/> starts
    /// another process.</summary>
    public void Kill(int step, bool afterEffect) => Arm(step, afterEffect, () =>
    {
        _isDead = true;
        throw new ProcessKilledException();
    });

    public void Disarm()
    {
        lock (_gate)
        {
            (_action, _isDead) = (null, false);
        }
    }

    /// <summary>One call of a port.</summary>
    /// <param name="effect">All that the call does, at once: it takes its own lock.</param>
    public async Task<T> StepAsync<T>(Func<T> effect)
    {
        if (Yields)
        {
            await Task.Yield();
        }

        if (Turns is { } turns)
        {
            await turns.WaitAsync().ConfigureAwait(false);
        }

        var (before, after) = _isDead ? throw new ProcessKilledException() : Pass();
        await (before?.Invoke() ?? Task.CompletedTask);
        var result = effect();
        await (after?.Invoke() ?? Task.CompletedTask);
        return result;
    }

    private (Func<Task>? Before, Func<Task>? After) Pass()
    {
        lock (_gate)
        {
            Steps++;
            if (_action is null || _countdown-- > 0)
            {
                return default;
            }

            var action = _action;
            _action = null;
            return _after ? (null, action) : (action, null);
        }
    }
}
