using System.Globalization;

namespace TwistedThreads.Commerce.Kernel;

/// <summary>An amount in one currency, in major units: 19.90 euros. Prices have cents;
/// costs of the cloud have fractions of them.</summary>
/// <param name="Amount">Major units; may be negative for a refund or a discount.</param>
/// <param name="Currency">ISO 4217 alphabetic code, upper case.</param>
public readonly record struct Money(decimal Amount, string Currency) : IComparable<Money>
{
    /// <summary>The currency of the shop's prices.</summary>
    public const string ShopCurrency = "EUR";

    public static Money Euros(decimal amount) => new(amount, ShopCurrency);

    public static Money Zero(string currency) => new(0m, currency);

    /// <exception cref="InvalidOperationException">The currencies differ: a programming error, never input.</exception>
    public static Money operator +(Money left, Money right) =>
        new(left.Amount + right.In(left.Currency), left.Currency);

    /// <exception cref="InvalidOperationException">The currencies differ: a programming error, never input.</exception>
    public static Money operator -(Money left, Money right) =>
        new(left.Amount - right.In(left.Currency), left.Currency);

    public static Money operator *(Money unit, int pieces) => new(unit.Amount * pieces, unit.Currency);

    /// <summary>Rounded to cents, halves to even (IEEE 754 §4.3.1), so that rounding has no direction.</summary>
    public Money Rounded() => this with { Amount = Math.Round(Amount, 2, MidpointRounding.ToEven) };

    /// <summary>This share of the amount, rounded to cents. A share of 0.10 is ten per cent.</summary>
    public Money Share(decimal share) => (this with { Amount = Amount * share }).Rounded();

    /// <summary>Splits into parts in proportion to <paramref name="weights"/>; the parts are whole cents and add up to
    /// the rounded amount exactly.</summary>
    /// <remarks>Largest remainder (Hamilton) method; ties go to the earlier part.</remarks>
    /// <exception cref="ArgumentException">No weight, a negative weight, or all weights zero.</exception>
    public IReadOnlyList<Money> Split(IReadOnlyList<decimal> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var total = weights.Sum();
        if (total <= 0 || weights.Any(weight => weight < 0))
        {
            throw new ArgumentException("Weights must be zero or more and not all zero.", nameof(weights));
        }

        var cents = decimal.ToInt64(Rounded().Amount * 100);
        var exact = weights.Select(weight => cents * weight / total).ToArray();
        var parts = exact.Select(share => decimal.ToInt64(decimal.Floor(share))).ToArray();
        var missing = cents - parts.Sum();
        foreach (var index in Enumerable.Range(0, parts.Length)
                     .OrderByDescending(index => exact[index] - parts[index])
                     .ThenBy(index => index)
                     .Take((int)missing))
        {
            parts[index]++;
        }

        var currency = Currency;
        return [.. parts.Select(part => new Money(part / 100m, currency))];
    }

    public int CompareTo(Money other) => Amount.CompareTo(other.In(Currency));

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount:0.00##########} {Currency}");

    private decimal In(string currency) => string.Equals(Currency, currency, StringComparison.Ordinal)
        ? Amount
        : throw new InvalidOperationException($"{Currency} and {currency} cannot be combined without a rate.");
}
