namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>A scalar expression.</summary>
internal abstract record SqlExpression
{
    public abstract SqlValue Evaluate(SqlScope scope);

    /// <summary>Expressions it is made of.</summary>
    public virtual IEnumerable<SqlExpression> Parts => [];
}

/// <summary>A constant.</summary>
internal sealed record SqlConstant(SqlValue Value) : SqlExpression
{
    public override SqlValue Evaluate(SqlScope scope) => Value;
}

/// <summary>A parameter.</summary>
internal sealed record SqlParameter(string Name) : SqlExpression
{
    public override SqlValue Evaluate(SqlScope scope) => scope.Parameters[Name];
}

/// <summary>The item itself.</summary>
internal sealed record SqlRoot : SqlExpression
{
    public override SqlValue Evaluate(SqlScope scope) => SqlValue.Of(scope.Root);
}

/// <summary><c>c.member</c>, <c>c["member"]</c> or <c>c[0]</c>.</summary>
internal sealed record SqlMember(SqlExpression Owner, SqlExpression Name) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => [Owner, Name];

    /// <summary>Members from the item down; null where it is no such path.</summary>
    public IReadOnlyList<string>? Path()
    {
        var name = Name is SqlConstant constant
            ? constant.Value.Type == SqlType.Number ? "[]" : constant.Value.Text
            : null;
        var above = Owner switch
        {
            SqlRoot => [],
            SqlMember member => member.Path(),
            _ => null,
        };
        return name is null || above is null ? null : [.. above, name];
    }

    public override SqlValue Evaluate(SqlScope scope)
    {
        var owner = Owner.Evaluate(scope);
        var name = Name.Evaluate(scope);
        return name.Type switch
        {
            SqlType.String => owner.Member(name.Text!),
            SqlType.Number => owner.At(name.Number),
            _ => SqlValue.Undefined,
        };
    }
}

/// <summary><c>NOT x</c> and <c>-x</c>.</summary>
internal sealed record SqlUnary(string Sign, SqlExpression Operand) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => [Operand];

    public override SqlValue Evaluate(SqlScope scope) => (Sign, Operand.Evaluate(scope)) switch
    {
        ("NOT", { Type: SqlType.Boolean } value) => SqlValue.Of(!value.IsTrue),
        ("-", { Type: SqlType.Number } value) => SqlValue.Of(-value.Number),
        ("+", { Type: SqlType.Number } value) => value,
        _ => SqlValue.Undefined,
    };
}

/// <summary><c>condition ? yes : no</c>.</summary>
internal sealed record SqlChoice(SqlExpression Condition, SqlExpression Yes, SqlExpression No) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => [Condition, Yes, No];

    public override SqlValue Evaluate(SqlScope scope) => (Condition.Evaluate(scope).IsTrue ? Yes : No).Evaluate(scope);
}

/// <summary><c>x IN (a, b)</c>.</summary>
internal sealed record SqlIn(SqlExpression Operand, IReadOnlyList<SqlExpression> Choices) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => [Operand, .. Choices];

    public override SqlValue Evaluate(SqlScope scope)
    {
        var value = Operand.Evaluate(scope);
        return value.IsUndefined
            ? SqlValue.Undefined
            : SqlValue.Of(Choices.Any(choice => choice.Evaluate(scope).Same(value)));
    }
}

/// <summary><c>[a, b]</c>; what is undefined is left out.</summary>
internal sealed record SqlArray(IReadOnlyList<SqlExpression> Elements) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => Elements;

    public override SqlValue Evaluate(SqlScope scope) => SqlJson.Build(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in Elements.Select(element => element.Evaluate(scope)).Where(value => !value.IsUndefined))
        {
            value.WriteTo(writer);
        }

        writer.WriteEndArray();
    });
}

/// <summary><c>{"a": x}</c> and the list of a SELECT; what is undefined is left out.</summary>
internal sealed record SqlObject(IReadOnlyList<(string Name, SqlExpression Value)> Members) : SqlExpression
{
    public override IEnumerable<SqlExpression> Parts => Members.Select(member => member.Value);

    public override SqlValue Evaluate(SqlScope scope) => SqlJson.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, expression) in Members)
        {
            if (expression.Evaluate(scope) is { IsUndefined: false } value)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });
}
