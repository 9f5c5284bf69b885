namespace TwistedThreads.Commerce.Kernel;

/// <summary>A value, or the <see cref="Refusal"/> that explains why there is none. Faults are exceptions,
/// never results.</summary>
public readonly record struct Result<T>
{
    private readonly T _value;

    private Result(T value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    /// <exception cref="InvalidOperationException">The result is a refusal: the caller did not ask first.</exception>
    public T Value => Refusal is null
        ? _value
        : throw new InvalidOperationException($"A refused result has no value: {Refusal.Code}.");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default!, refusal);

    public TOut Match<TOut>(Func<T, TOut> value, Func<Refusal, TOut> refusal) =>
        Refusal is null ? value(_value) : refusal(Refusal);

    public Result<TOut> Map<TOut>(Func<T, TOut> next) => Refusal is null ? next(_value) : Refusal;

    public Result<TOut> Then<TOut>(Func<T, Result<TOut>> next) => Refusal is null ? next(_value) : Refusal;

    public async Task<Result<TOut>> ThenAsync<TOut>(Func<T, Task<Result<TOut>>> next) =>
        Refusal is null ? await next(_value).ConfigureAwait(false) : Refusal;
}
