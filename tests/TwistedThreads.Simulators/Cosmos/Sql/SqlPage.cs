using System.Buffers;
using System.Text.Json;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>A query with its values, and where it goes on.</summary>
internal sealed record SqlAsked(SqlQuery Query, SqlParameters Parameters, SqlResume? Resume)
{
    /// <summary>All items.</summary>
    public static SqlAsked Everything { get; } = new(SqlQuery.Parse("SELECT * FROM c"), SqlParameters.None, null);

    /// <param name="body">Of a request.</param>
    public static SqlAsked Of(JsonElement body) =>
        body.TryGetProperty("query", out var query) && query.ValueKind == JsonValueKind.String
            ? new SqlAsked(SqlQuery.Parse(query.GetString()!), SqlParameters.Of(body), SqlResume.Of(body))
            : throw new RefusalException(400, "The body of a query has a text 'query'.");
}

/// <summary>One page of a query's answer.</summary>
internal sealed record SqlPage(byte[] Body, int Count, string? Continuation, double Charge)
{
    /// <summary>Source: service quotas, "Maximum response size": 4 MB.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    /// <param name="asked">The query with its values.</param>
    /// <param name="container">Where it is asked.</param>
    /// <param name="items">Live items, in the order of their creation.</param>
    /// <param name="most">At most so many on the page.</param>
    /// <param name="continuation">From the page before; null for the first.</param>
    public static SqlPage Run(
        SqlAsked asked, Container container, IEnumerable<Item> items, int most, string? continuation)
    {
        var query = asked.Query;
        SqlIndexUse.RequireOrder(query.Orders, container.Definition);
        var run = new SqlRun(query, asked.Parameters, asked.Resume, container);
        var candidates = run.Candidates(items);
        return query.IsAggregate ? run.Aggregate(candidates) : run.Page(candidates, most, continuation);
    }

    /// <summary>The running of one page.</summary>
    private sealed class SqlRun(
        SqlQuery query, SqlParameters parameters, SqlResume? resume, Container container)
    {
        private readonly List<Item> _loaded = [];
        private readonly ArrayBufferWriter<byte> _buffer = new(4096);
        private int _count;

        public List<Item> Candidates(IEnumerable<Item> items)
        {
            var served = SqlIndexUse.ServedPart(query.Where, container.Definition);
            var candidates = items.Where(item => served is null || served.Evaluate(Scope(item)).IsTrue);
            return query.Orders.Count == 0
                ? [.. candidates]
                : [.. candidates.Select(item => (Item: item, Values: ValuesOf(item)))
                    .Order(Comparer<(Item Item, SqlValue[] Values)>.Create((one, two) =>
                        Compare(one.Values, one.Item.Number, two.Values, two.Item.Number)))
                    .Select(entry => entry.Item)];
        }

        public SqlPage Aggregate(List<Item> candidates)
        {
            var group = candidates.Where(item => query.Matches(item, parameters)).Select(item => item.Root).ToList();
            var scope = new SqlScope(default, parameters) { Group = group };
            using var writer = Start();
            Write(writer, query.Select.Evaluate(scope));

            // A pure count is answered from the index.
            return End(writer, query.Where is null ? [] : candidates, null);
        }

        public SqlPage Page(List<Item> candidates, int most, string? continuation)
        {
            var cursor = continuation is null ? First() : SqlCursor.Parse(continuation);
            var after = cursor.Values.Select(Unwrap).ToArray();
            var (skip, take) = (cursor.Skip, cursor.Take);
            using var writer = Start();
            foreach (var item in candidates)
            {
                if (IsDone(item, cursor, after))
                {
                    continue;
                }

                if (take == 0)
                {
                    break;
                }

                // One more is there, so the page before it has a continuation.
                if (_count >= most || writer.BytesPending + _buffer.WrittenCount > MostBytes)
                {
                    return End(writer, _loaded, At(_loaded[^1], Math.Max(skip, 0), take).ToText());
                }

                _loaded.Add(item);
                if (query.Matches(item, parameters)
                    && query.Select.Evaluate(Scope(item)) is { IsUndefined: false } value
                    && skip-- <= 0)
                {
                    take -= 1;
                    Write(writer, value);
                }
            }

            return End(writer, _loaded, null);
        }

        private bool IsDone(Item item, SqlCursor cursor, SqlValue[] after) =>
            (cursor.After > 0 && Compare(ValuesOf(item), item.Number, after, cursor.After) <= 0)
            || (resume is not null
                && resume.IsDone(Compare(ValuesOf(item), 0, [.. resume.Values], 0), item.Number));

        private SqlCursor First() => new(
            0,
            [],
            SqlQuery.Count(query.Offset, parameters) ?? 0,
            SqlQuery.Count(query.Top, parameters) ?? SqlQuery.Count(query.Limit, parameters));

        private SqlCursor At(Item item, int skip, int? take) =>
            new(item.Number, [.. ValuesOf(item).Select(Wrap)], skip, take);

        private SqlScope Scope(Item item) => new(item.Root, parameters);

        private SqlValue[] ValuesOf(Item item) => query.Orders.Count == 0
            ? []
            : [.. query.Orders.Select(order => order.By.Evaluate(Scope(item)))];

        private int Compare(SqlValue[] one, long numberOfOne, SqlValue[] two, long numberOfTwo)
        {
            for (var index = 0; index < one.Length; index++)
            {
                if (one[index].OrderTo(two[index]) is var order && order != 0)
                {
                    return query.Orders[index].IsDescending ? -order : order;
                }
            }

            return numberOfOne.CompareTo(numberOfTwo);
        }

        private Utf8JsonWriter Start()
        {
            var writer = new Utf8JsonWriter(_buffer, SqlJson.Plain);
            writer.WriteStartObject();
            writer.WriteString("_rid", container.Rid);
            writer.WriteStartArray("Documents");
            return writer;
        }

        private void Write(Utf8JsonWriter writer, SqlValue value)
        {
            if (!value.IsUndefined)
            {
                value.WriteTo(writer);
                _count++;
            }
        }

        private SqlPage End(Utf8JsonWriter writer, IReadOnlyList<Item> loaded, string? continuation)
        {
            writer.WriteEndArray();
            writer.WriteNumber("_count", _count);
            writer.WriteEndObject();
            writer.Flush();
            return new SqlPage(
                _buffer.WrittenSpan.ToArray(), _count, continuation, RequestCharges.OfQuery(loaded, _count));
        }

        private static JsonElement Wrap(SqlValue value) =>
            new SqlArray([new SqlConstant(value)]).Evaluate(new SqlScope(default, SqlParameters.None)).Element;

        private static SqlValue Unwrap(JsonElement wrapped) => SqlValue.Of(wrapped).At(0);
    }
}
