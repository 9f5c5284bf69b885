using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;

namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>Batches on the wire: one HybridRow record for each operation, and one for each result.</summary>
internal static class BatchRows
{
    /// <exception cref="RefusalException">400 where the body is no batch.</exception>
    public static async Task<IReadOnlyList<ItemOperation>> ReadAsync(ReadOnlyMemory<byte> body)
    {
        var operations = new List<ItemOperation>();
        using var stream = new MemoryStream(body.ToArray());
        var result = await stream.ReadRecordIOAsync(
            (ReadOnlyMemory<byte> record) =>
            {
                var read = ReadRow(record, out var operation);
                if (read == Result.Success)
                {
                    operations.Add(operation!);
                }

                return read;
            },
            resizer: new MemorySpanResizer<byte>(body.Length));
        return result == Result.Success
            ? operations
            : throw new RefusalException(400, $"The batch cannot be read: {result}.");
    }

    public static async Task<byte[]> WriteAsync(
        IReadOnlyList<ItemOperation> operations, IReadOnlyList<ItemOutcome> outcomes)
    {
        using var stream = new MemoryStream();
        var resizer = new MemorySpanResizer<byte>(1024);
        var written = await stream.WriteRecordIOAsync(default, (long index, out ReadOnlyMemory<byte> row) =>
        {
            row = default;
            if (index >= outcomes.Count)
            {
                return Result.Success;
            }

            var buffer = new RowBuffer(resizer.Memory.Length, resizer);
            buffer.InitLayout(HybridRowVersion.V1, BatchLayouts.Result, BatchLayouts.Resolver);
            var context = (operations[(int)index], outcomes[(int)index]);
            var result = RowWriter.WriteBuffer(ref buffer, context, WriteResult);
            row = resizer.Memory[..buffer.Length];
            return result;
        });
        return written == Result.Success
            ? stream.ToArray()
            : throw new InvalidOperationException($"The batch's answer cannot be written: {written}.");
    }

    private static Result WriteResult(
        ref RowWriter writer, TypeArgument type, (ItemOperation Operation, ItemOutcome Outcome) answer)
    {
        var (operation, outcome) = answer;
        Require(writer.WriteInt32("statusCode", outcome.Status));
        if (outcome.SubStatus != 0)
        {
            Require(writer.WriteInt32("subStatusCode", outcome.SubStatus));
        }

        if (outcome.Item is { Body: { } body } item)
        {
            Require(writer.WriteString("eTag", item.Etag));
            if (!operation.IsMinimal)
            {
                Require(writer.WriteBinary("resourceBody", body));
            }
        }

        return writer.WriteFloat64("requestCharge", outcome.Charge);
    }

    private static Result ReadRow(ReadOnlyMemory<byte> record, out ItemOperation? operation)
    {
        operation = null;
        var buffer = new RowBuffer(record.Length);
        if (!buffer.ReadFrom(record.Span, HybridRowVersion.V1, BatchLayouts.Resolver))
        {
            return Result.Failure;
        }

        var reader = new RowReader(ref buffer);
        operation = new ItemOperation(ItemAction.Read, null, default);
        while (reader.Read())
        {
            operation = ReadCell(ref reader, operation);
        }

        return Enum.IsDefined(operation.Action) ? Result.Success : Result.Failure;
    }

    private static ItemOperation ReadCell(ref RowReader reader, ItemOperation operation)
    {
        switch (reader.Path.ToString())
        {
            case "operationType":
                Require(reader.ReadInt32(out var action));
                return operation with { Action = (ItemAction)action };
            case "id":
                Require(reader.ReadString(out string id));
                return operation with { Id = id };
            case "resourceBody":
                Require(reader.ReadBinary(out byte[] body));
                return operation with { Body = body };
            case "ifMatch":
                Require(reader.ReadString(out string ifMatch));
                return operation with { IfMatch = ifMatch };
            case "ifNoneMatch":
                Require(reader.ReadString(out string ifNoneMatch));
                return operation with { IfNoneMatch = ifNoneMatch };
            case "minimalReturnPreference":
                Require(reader.ReadBool(out var isMinimal));
                return operation with { IsMinimal = isMinimal };
            default:
                return operation;
        }
    }

    private static void Require(Result result)
    {
        if (result != Result.Success)
        {
            throw new RefusalException(400, $"The batch cannot be read or written: {result}.");
        }
    }
}
