namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Two operands and a sign between them. Source: "Logical operators" (three-valued logic), "Equality and
/// comparison operators" (undefined across types), "Ternary and coalesce operators".</summary>
internal sealed record SqlBinary(string Sign, SqlExpression Left, SqlExpression Right) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => [Left, Right];

    public override SqlValue Evaluate(SqlScope scope) => Sign switch
    {
        "AND" => And(Left.Evaluate(scope), scope),
        "OR" => Or(Left.Evaluate(scope), scope),
        "??" => Left.Evaluate(scope) is { IsUndefined: false } left ? left : Right.Evaluate(scope),
        _ => Combine(Left.Evaluate(scope), Right.Evaluate(scope)),
    };

    private SqlValue And(SqlValue left, SqlScope scope)
    {
        if (left is { Type: SqlType.Boolean, IsTrue: false })
        {
            return left;
        }

        var right = Right.Evaluate(scope);
        return right is { Type: SqlType.Boolean, IsTrue: false } ? right
            : left.IsTrue && right.IsTrue ? right
            : SqlValue.Undefined;
    }

    private SqlValue Or(SqlValue left, SqlScope scope)
    {
        if (left.IsTrue)
        {
            return left;
        }

        var right = Right.Evaluate(scope);
        return right.IsTrue ? right
            : left.Type == SqlType.Boolean && right.Type == SqlType.Boolean ? right
            : SqlValue.Undefined;
    }

    private SqlValue Combine(SqlValue left, SqlValue right)
    {
        if (left.Type != right.Type || left.IsUndefined)
        {
            return SqlValue.Undefined;
        }

        switch (Sign)
        {
            case "=":
                return left.EqualTo(right);
            case "!=":
                return SqlValue.Of(!left.Same(right));
            case "<" or ">" or "<=" or ">=":
                return left.Type is SqlType.Array or SqlType.Object
                    ? SqlValue.Undefined
                    : SqlValue.Of(Holds(left.OrderTo(right)));
            case "||":
                return left.Type == SqlType.String ? SqlValue.Of(left.Text + right.Text) : SqlValue.Undefined;
            default:
                return left.Type == SqlType.Number ? Calculate(left.Number, right.Number) : SqlValue.Undefined;
        }
    }

    private bool Holds(int order) => Sign switch
    {
        "<" => order < 0,
        ">" => order > 0,
        "<=" => order <= 0,
        _ => order >= 0,
    };

    private SqlValue Calculate(double left, double right)
    {
        var result = Sign switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            _ => left % right,
        };
        return double.IsFinite(result) ? SqlValue.Of(result) : SqlValue.Undefined;
    }
}
