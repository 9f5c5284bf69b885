using System.Text.Json;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Where a merged query goes on in a partition that the client had not finished: the member
/// <c>resumeFilter</c> of a query's body.</summary>
/// <param name="Values">ORDER BY values of the item that the client stopped at.</param>
/// <param name="Number">That item, where it is in this partition.</param>
/// <param name="IsExclusive">Whether items with the same values are done.</param>
internal sealed record SqlResume(IReadOnlyList<SqlValue> Values, long? Number, bool IsExclusive)
{
    public static SqlResume? Of(JsonElement query)
    {
        if (!query.TryGetProperty("resumeFilter", out var filter) || filter.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return new SqlResume(
            [.. filter.GetProperty("value").EnumerateArray().Select(ValueOf)],
            filter.TryGetProperty("rid", out var rid) && rid.GetString() is { } text ? ResourceId.NumberOf(text) : null,
            filter.TryGetProperty("exclude", out var exclude) && exclude.GetBoolean());
    }

    /// <param name="order">How an item's values compare with <see cref="Values"/> in the query's order.</param>
    /// <param name="number">The item's.</param>
    public bool IsDone(int order, long number) => order != 0
        ? order < 0
        : Number is { } last ? number < last || (IsExclusive && number == last) : IsExclusive;

    // An empty array stands for what is undefined; arrays and objects come as hashes, which nobody orders by here.
    private static SqlValue ValueOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array when value.GetArrayLength() == 0 => SqlValue.Undefined,
        JsonValueKind.Array or JsonValueKind.Object =>
            throw new RefusalException(400, "The simulator does not resume an order by arrays or objects."),
        _ => SqlValue.Of(value),
    };
}
