using System.Globalization;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Reads expressions, weakest operator first.</summary>
internal sealed class SqlExpressions(SqlReader words, string alias)
{
    private static readonly string[] Comparisons = ["=", "!=", "<>", "<=", ">=", "<", ">"];

    public string Alias => alias;

    public SqlExpression Expression()
    {
        var condition = Chain(Either, "??");
        if (!words.Take("?"))
        {
            return condition;
        }

        var yes = Expression();
        words.Require(":");
        return new SqlChoice(condition, yes, Expression());
    }

    private SqlExpression Either() => Chain(Both, "OR");

    private SqlExpression Both() => Chain(Comparison, "AND");

    private SqlExpression Comparison()
    {
        var left = Chain(Sum, "||");
        if (words.Next.Is("NOT") || words.Next.Is("IN"))
        {
            RequirePlain(left);
            var isNot = words.Take("NOT");
            var found = In(left);
            return isNot ? new SqlUnary("NOT", found) : found;
        }

        if (words.Take("BETWEEN"))
        {
            RequirePlain(left);
            var low = Chain(Sum, "||");
            words.Require("AND");
            return new SqlBinary(
                "AND", new SqlBinary(">=", left, low), new SqlBinary("<=", left, Chain(Sum, "||")));
        }

        if (!Array.Exists(Comparisons, words.Next.Is))
        {
            return left;
        }

        RequirePlain(left);
        var sign = words.Read().Text;
        return new SqlBinary(sign == "<>" ? "!=" : sign, left, Chain(Sum, "||"));
    }

    // The service binds NOT tighter than a comparison, which nobody means: say it with brackets.
    private void RequirePlain(SqlExpression left)
    {
        if (left is SqlUnary { Sign: "NOT" })
        {
            throw words.Refused();
        }
    }

    private SqlIn In(SqlExpression left)
    {
        words.Require("IN");
        words.Require("(");
        var choices = Until(")");
        return choices.Count > 0 ? new SqlIn(left, choices) : throw words.Refused();
    }

    private SqlExpression Sum() => Chain(Product, "+", "-");

    private SqlExpression Product() => Chain(Unary, "*", "/", "%");

    public SqlExpression Unary()
    {
        if (words.Take("NOT"))
        {
            return new SqlUnary("NOT", Unary());
        }

        return words.Next.Is("-") || words.Next.Is("+")
            ? new SqlUnary(words.Read().Text, Unary())
            : Members(Primary());
    }

    private SqlExpression Members(SqlExpression owner)
    {
        while (true)
        {
            if (words.Take("."))
            {
                // A keyword may be a member's name.
                owner = words.Next.Kind == SqlTokenKind.Name
                    ? new SqlMember(owner, new SqlConstant(SqlValue.Of(words.Read().Text)))
                    : throw words.Refused();
            }
            else if (words.Take("["))
            {
                owner = new SqlMember(owner, Expression());
                words.Require("]");
            }
            else
            {
                return owner;
            }
        }
    }

    private SqlExpression Primary()
    {
        var token = words.Next;
        switch (token.Kind)
        {
            case SqlTokenKind.Number:
                words.Read();
                return new SqlConstant(SqlValue.Of(double.Parse(token.Text, CultureInfo.InvariantCulture)));
            case SqlTokenKind.String:
                words.Read();
                return new SqlConstant(SqlValue.Of(token.Text));
            case SqlTokenKind.Parameter:
                words.Read();
                return new SqlParameter(token.Text);
            case SqlTokenKind.Name:
                return Named(token);
            default:
                return Bracketed();
        }
    }

    private SqlExpression Bracketed()
    {
        if (words.Take("("))
        {
            var inner = Expression();
            words.Require(")");
            // Brackets make a NOT whole.
            return inner is SqlUnary ? new SqlBracket(inner) : inner;
        }

        if (words.Take("["))
        {
            return new SqlArray(Until("]"));
        }

        words.Require("{");
        return Object();
    }

    private SqlObject Object()
    {
        var members = new List<(string, SqlExpression)>();
        while (!words.Take("}"))
        {
            var name = words.Next.Kind is SqlTokenKind.String or SqlTokenKind.Name
                ? words.Read().Text
                : throw words.Refused();
            words.Require(":");
            members.Add((name, Expression()));
            if (!words.Take(",") && !words.Next.Is("}"))
            {
                throw words.Refused();
            }
        }

        return new SqlObject(members);
    }

    private SqlExpression Named(SqlToken token)
    {
        SqlExpression? constant = token.Text.ToLowerInvariant() switch
        {
            "true" => new SqlConstant(SqlValue.Of(true)),
            "false" => new SqlConstant(SqlValue.Of(false)),
            "null" => new SqlConstant(SqlValue.Null),
            "undefined" => new SqlConstant(SqlValue.Undefined),
            _ => null,
        };
        if (constant is null && SqlReader.IsKeyword(token.Text))
        {
            throw words.Refused();
        }

        words.Read();
        return constant ?? (words.Next.Is("(") ? Call(token)
            : token.Text == alias ? new SqlRoot()
            : throw new RefusalException(400, $"Identifier '{token.Text}' could not be resolved."));
    }

    private SqlExpression Call(SqlToken token)
    {
        words.Require("(");
        var function = token.Text.ToUpperInvariant();
        var arguments = Until(")");
        return SqlAggregate.Functions.Contains(function) && arguments.Count == 1
            ? new SqlAggregate(function, arguments[0])
            : SqlCall.IsKnown(function, arguments.Count)
                ? new SqlCall(function, arguments)
                : throw new RefusalException(
                    400, $"'{token.Text}' is not a function that the simulator knows, or has other arguments.");
    }

    private List<SqlExpression> Until(string end)
    {
        var all = new List<SqlExpression>();
        while (!words.Take(end))
        {
            all.Add(Expression());
            if (!words.Take(",") && !words.Next.Is(end))
            {
                throw words.Refused();
            }
        }

        return all;
    }

    private SqlExpression Chain(Func<SqlExpression> operand, params string[] signs)
    {
        var left = operand();
        while (Array.Exists(signs, words.Next.Is))
        {
            left = new SqlBinary(words.Read().Text.ToUpperInvariant(), left, operand());
        }

        return left;
    }
}

/// <summary>An expression in brackets.</summary>
internal sealed record SqlBracket(SqlExpression Inner) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => [Inner];

    public override SqlValue Evaluate(SqlScope scope) => Inner.Evaluate(scope);
}
