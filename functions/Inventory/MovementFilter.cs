using System.Globalization;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Inventory;

/// <summary>Which entries of a journal are wanted, and in which direction it is read.</summary>
/// <param name="Since">Booked then or later, UTC; null for all times.</param>
public sealed record MovementFilter(
    LocationId? Location, string? Reason, DateTimeOffset? Since, bool IsNewestFirst)
{
    private const int MaxReason = 64;

    /// <summary>Reads <c>location</c>, <c>reason</c>, <c>since</c> and <c>order</c>.</summary>
    public static Result<MovementFilter> Read(IQueryCollection query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var (location, reason) = (query["location"].ToString(), query["reason"].ToString());
        var (since, order) = (query["since"].ToString(), query["order"].ToString());
        LocationId known = default;
        DateTimeOffset at = default;
        return location.Length > 0 && !LocationId.TryParse(location, out known)
                ? Malformed("location", "A location is 2 to 8 capital letters and digits.")
            : reason.Length > MaxReason ? Malformed("reason", $"A reason has at most {MaxReason} characters.")
            : since.Length > 0 && !DateTimeOffset.TryParse(
                since, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at)
                ? Malformed("since", "A time such as 2026-11-20T10:00:00Z.")
            : order is not ("" or "oldest" or "newest") ? Malformed("order", "The oldest or the newest first.")
            : new MovementFilter(
                location.Length > 0 ? known : null, reason.Length > 0 ? reason : null,
                since.Length > 0 ? at : null, order == "newest");
    }

    /// <summary>Names the list that it makes of a SKU's journal, so that a cursor is good for no other.</summary>
    public string NameFor(string sku) => string.Create(
        CultureInfo.InvariantCulture, $"movements|{sku}|{Location}|{Reason}|{Since:O}|{IsNewestFirst}");

    public bool Fits(Movement movement)
    {
        ArgumentNullException.ThrowIfNull(movement);
        return (Location is null || movement.Location == Location)
            && (Reason is null || movement.Reason == Reason)
            && !(movement.At < Since);
    }

    /// <summary>Whether nothing that is wanted comes after this movement.</summary>
    public bool IsPast(Movement movement)
    {
        ArgumentNullException.ThrowIfNull(movement);

        // Ids tell the time to the millisecond, which is what their order goes by.
        return IsNewestFirst && movement.At < Since - TimeSpan.FromMilliseconds(1);
    }

    private static Refusal Malformed(string name, string detail) =>
        new(RefusalKind.Malformed, $"stock.bad-{name}", detail);
}
