using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos.Sql;

/// <summary>Partition keys that a filter names.</summary>
internal static class SqlKeys
{
    /// <returns>The only keys whose items can pass; null where all may.</returns>
    public static IReadOnlyList<PartitionKeyValue>? Of(
        SqlExpression? filter, SqlParameters parameters, ContainerDefinition container)
    {
        switch (filter)
        {
            case SqlBracket bracket:
                return Of(bracket.Inner, parameters, container);
            case SqlBinary { Sign: "AND" } both:
                return Of(both.Left, parameters, container) ?? Of(both.Right, parameters, container);
            case SqlBinary { Sign: "OR" } either:
                return Of(either.Left, parameters, container) is { } left
                    && Of(either.Right, parameters, container) is { } right
                    ? [.. left.Union(right)]
                    : null;
            case SqlBinary { Sign: "=" } test when IsKey(test.Left, container):
                return Values([test.Right], parameters);
            case SqlBinary { Sign: "=" } test when IsKey(test.Right, container):
                return Values([test.Left], parameters);
            case SqlIn choice when IsKey(choice.Operand, container):
                return Values(choice.Choices, parameters);
            default:
                return null;
        }
    }

    private static bool IsKey(SqlExpression operand, ContainerDefinition container) =>
        operand is SqlMember member && member.Path() is { } path
        && path.SequenceEqual(IndexPath.Split(container.PartitionKeyPath));

    private static List<PartitionKeyValue>? Values(IReadOnlyList<SqlExpression> operands, SqlParameters parameters)
    {
        var keys = new List<PartitionKeyValue>();
        foreach (var operand in operands)
        {
            if (operand is not (SqlConstant or SqlParameter)
                || operand.Evaluate(new SqlScope(default, parameters)) is not
                { Type: not (SqlType.Undefined or SqlType.Array or SqlType.Object) } value)
            {
                return null;
            }

            var wrapped = SqlJson.Build(writer =>
            {
                writer.WriteStartArray();
                value.WriteTo(writer);
                writer.WriteEndArray();
            });
            keys.Add(PartitionKeyValue.Of(wrapped.Element[0]));
        }

        return [.. keys.Distinct()];
    }
}
