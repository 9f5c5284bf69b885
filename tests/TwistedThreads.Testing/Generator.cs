namespace TwistedThreads.Testing;

/// <summary>Random data that a failing test can play again: the seed is part of the test's name or message.</summary>
public sealed class Generator(int seed)
{
    // Tests need repeatable chance, not secrecy.
    private readonly Random _random = new(seed);

    public int Seed { get; } = seed;

    /// <summary>A whole number from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    public int Between(int from, int to) => (int)_random.NextInt64(from, (long)to + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public double Fraction() => _random.NextDouble();

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public IReadOnlyList<T> Shuffled<T>(IEnumerable<T> items)
    {
        var copy = items.ToArray();
        _random.Shuffle(copy);
        return copy;
    }

    public static IReadOnlyList<T> Many<T>(int count, Func<T> make) =>
        [.. Enumerable.Range(0, count).Select(_ => make())];
}
