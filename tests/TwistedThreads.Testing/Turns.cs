namespace TwistedThreads.Testing;

/// <summary>Plays several processes in an order that follows from a seed: at every call of a port all wait, and one is
/// drawn that goes on to its next call. A process may die where it waits.</summary>
/// <remarks>One thread plays all. To be used where no synchronisation context is set.</remarks>
public sealed class Turns(Generator generator)
{
    private readonly List<TaskCompletionSource> _waiting = [];

    /// <summary>Runs after each turn.</summary>
    public Action? AfterEach { get; set; }

    /// <summary>How likely whoever is drawn dies instead of going on.</summary>
    public double Deaths { get; set; }

    public Task WaitAsync()
    {
        var turn = new TaskCompletionSource();
        _waiting.Add(turn);
        return turn.Task;
    }

    /// <summary>Lets all processes run to their ends, but for those that die.</summary>
    public void Play(IEnumerable<Func<Task>> processes)
    {
        var tasks = processes.Select(process => process()).ToList();
        while (_waiting.Count > 0)
        {
            var drawn = _waiting[generator.Between(0, _waiting.Count - 1)];
            _waiting.Remove(drawn);
            if (!generator.Chance(Deaths))
            {
                drawn.SetResult();
            }

            AfterEach?.Invoke();
        }

        foreach (var failed in tasks.Where(task => task.IsFaulted))
        {
            throw failed.Exception!;
        }
    }
}
