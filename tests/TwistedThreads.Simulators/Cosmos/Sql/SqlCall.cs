namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>A call of a system function.</summary>
internal sealed record SqlCall(string Function, IReadOnlyList<SqlExpression> Arguments) : SqlExpression
{
    private static readonly Dictionary<string, (int Least, int Most, Func<SqlValue[], SqlValue> Run)> Known =
        new(StringComparer.Ordinal)
        {
            ["IS_DEFINED"] = (1, 1, values => SqlValue.Of(!values[0].IsUndefined)),
            ["IS_NULL"] = (1, 1, values => IsOf(values[0], SqlType.Null)),
            ["IS_BOOL"] = (1, 1, values => IsOf(values[0], SqlType.Boolean)),
            ["IS_NUMBER"] = (1, 1, values => IsOf(values[0], SqlType.Number)),
            ["IS_STRING"] = (1, 1, values => IsOf(values[0], SqlType.String)),
            ["IS_ARRAY"] = (1, 1, values => IsOf(values[0], SqlType.Array)),
            ["IS_OBJECT"] = (1, 1, values => IsOf(values[0], SqlType.Object)),
            ["IS_PRIMITIVE"] = (1, 1, values =>
                SqlValue.Of(values[0].Type is >= SqlType.Null and <= SqlType.String)),
            ["STARTSWITH"] = (2, 3, values => Compare(values, (text, part, how) => text.StartsWith(part, how))),
            ["ENDSWITH"] = (2, 3, values => Compare(values, (text, part, how) => text.EndsWith(part, how))),
            ["CONTAINS"] = (2, 3, values => Compare(values, (text, part, how) => text.Contains(part, how))),
            ["STRINGEQUALS"] = (2, 3, values => Compare(values, (text, part, how) => text.Equals(part, how))),
            ["ARRAY_CONTAINS"] = (2, 3, ArrayContains),
            ["ARRAY_LENGTH"] = (1, 1, values => values[0].Type == SqlType.Array
                ? SqlValue.Of(values[0].Element.GetArrayLength())
                : SqlValue.Undefined),
            ["LENGTH"] = (1, 1, values => values[0].Text is { } text ? SqlValue.Of(text.Length) : SqlValue.Undefined),
            ["LOWER"] = (1, 1, values => Change(values[0], text => text.ToLowerInvariant())),
            ["UPPER"] = (1, 1, values => Change(values[0], text => text.ToUpperInvariant())),
            ["ABS"] = (1, 1, values => Change(values[0], Math.Abs)),
            ["FLOOR"] = (1, 1, values => Change(values[0], Math.Floor)),
            ["CEILING"] = (1, 1, values => Change(values[0], Math.Ceiling)),
        };

    public override IEnumerable<SqlExpression> Parts => Arguments;

    public static bool IsKnown(string function, int arguments) =>
        Known.TryGetValue(function, out var entry) && arguments >= entry.Least && arguments <= entry.Most;

    public override SqlValue Evaluate(SqlScope scope) =>
        Known[Function].Run([.. Arguments.Select(argument => argument.Evaluate(scope))]);

    private static SqlValue IsOf(SqlValue value, SqlType type) => SqlValue.Of(value.Type == type);

    private static SqlValue Compare(SqlValue[] values, Func<string, string, StringComparison, bool> test)
    {
        var how = values.Length > 2 && values[2].IsTrue
            ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal;
        return values[0].Text is { } text && values[1].Text is { } part
            ? SqlValue.Of(test(text, part, how))
            : SqlValue.Undefined;
    }

    private static SqlValue Change(SqlValue value, Func<string, string> change) =>
        value.Text is { } text ? SqlValue.Of(change(text)) : SqlValue.Undefined;

    private static SqlValue Change(SqlValue value, Func<double, double> change) =>
        value.Type == SqlType.Number ? SqlValue.Of(change(value.Number)) : SqlValue.Undefined;

    private static SqlValue ArrayContains(SqlValue[] values)
    {
        if (values[0].Type != SqlType.Array || values[1].IsUndefined)
        {
            return SqlValue.Undefined;
        }

        var isPartial = values.Length > 2 && values[2].IsTrue;
        return SqlValue.Of(values[0].Element.EnumerateArray()
            .Select(SqlValue.Of)
            .Any(element => element.Same(values[1]) || (isPartial && HasAllOf(element, values[1]))));
    }

    private static bool HasAllOf(SqlValue element, SqlValue wanted) =>
        element.Type == SqlType.Object && wanted.Type == SqlType.Object
        && wanted.Element.EnumerateObject()
            .All(member => element.Member(member.Name).Same(SqlValue.Of(member.Value)));
}

/// <summary>COUNT, SUM, MIN, MAX or AVG over the items of a query.</summary>
internal sealed record SqlAggregate(string Function, SqlExpression Operand) : SqlExpression
{
    public static readonly string[] Functions = ["COUNT", "SUM", "MIN", "MAX", "AVG"];

    public override IEnumerable<SqlExpression> Parts => [Operand];

    public override SqlValue Evaluate(SqlScope scope)
    {
        var values = scope.Group
            .Select(root => Operand.Evaluate(scope with { Root = root }))
            .Where(value => !value.IsUndefined)
            .ToList();
        return Function switch
        {
            "COUNT" => SqlValue.Of(values.Count),
            "MIN" => values.Count == 0 ? SqlValue.Undefined : values.MinBy(value => value, Order),
            "MAX" => values.Count == 0 ? SqlValue.Undefined : values.MaxBy(value => value, Order),
            _ when values.Exists(value => value.Type != SqlType.Number) => SqlValue.Undefined,
            "SUM" => SqlValue.Of(values.Sum(value => value.Number)),
            _ => values.Count == 0 ? SqlValue.Undefined : SqlValue.Of(values.Average(value => value.Number)),
        };
    }

    private static readonly Comparer<SqlValue> Order = Comparer<SqlValue>.Create((one, two) => one.OrderTo(two));
}
