using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>
/// The effective partition key of hash partitioning, version 2: the 128 bits of MurmurHash3 (x64) over the encoded
/// value, most significant byte first, with the two highest bits cleared, in upper-case hexadecimal.
/// </summary>
/// <remarks>Source: what Microsoft.Azure.Cosmos 3.64 computes for the same key; a test compares the two.</remarks>
internal static class PartitionKeyHash
{
    /// <summary>Lowest possible hash: it belongs to the first partition.</summary>
    public const string Lowest = "";

    /// <summary>Above every hash.</summary>
    public const string Highest = "FF";

    private const byte UndefinedMark = 0x00;
    private const byte NullMark = 0x01;
    private const byte FalseMark = 0x02;
    private const byte TrueMark = 0x03;
    private const byte NumberMark = 0x05;
    private const byte StringMark = 0x08;
    private const byte EndOfString = 0xFF;

    /// <param name="key">The value at the partition key path; undefined where the item has none.</param>
    public static string Of(JsonElement key)
    {
        var hash = Hash(Encode(key));
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, hash.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], hash.Low);
        bytes[0] &= 0x3F;
        return Convert.ToHexString(bytes);
    }

    /// <returns>Upper bounds of <paramref name="count"/> equal ranges, the last one <see cref="Highest"/>.</returns>
    public static IReadOnlyList<string> Split(int count) =>
    [
        .. Enumerable.Range(1, count - 1).Select(index =>
            ((BigInteger.One << 126) * index / count).ToString("X32", null)[^32..]),
        Highest,
    ];

    private static byte[] Encode(JsonElement key) => key.ValueKind switch
    {
        JsonValueKind.Undefined => [UndefinedMark],
        JsonValueKind.Null => [NullMark],
        JsonValueKind.False => [FalseMark],
        JsonValueKind.True => [TrueMark],
        JsonValueKind.Number => [NumberMark, .. BitConverter.GetBytes(key.GetDouble())],
        JsonValueKind.String => [StringMark, .. Encoding.UTF8.GetBytes(key.GetString()!), EndOfString],
        _ => throw new RefusalException(400, "A partition key is a string, a number, a boolean or null."),
    };

    private static (ulong Low, ulong High) Hash(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            ulong low = 0, high = 0;
            var rest = data;
            for (; rest.Length >= 16; rest = rest[16..])
            {
                low ^= MixLow(BinaryPrimitives.ReadUInt64LittleEndian(rest));
                low = ((BitOperations.RotateLeft(low, 27) + high) * 5) + 0x52dce729;
                high ^= MixHigh(BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
                high = ((BitOperations.RotateLeft(high, 31) + low) * 5) + 0x38495ab5;
            }

            Span<byte> tail = stackalloc byte[16];
            tail.Clear();
            rest.CopyTo(tail);
            high ^= MixHigh(BinaryPrimitives.ReadUInt64LittleEndian(tail[8..]));
            low ^= MixLow(BinaryPrimitives.ReadUInt64LittleEndian(tail));
            low ^= (ulong)data.Length;
            high ^= (ulong)data.Length;
            low += high;
            high += low;
            low = Finish(low);
            high = Finish(high);
            low += high;
            high += low;
            return (low, high);
        }
    }

    private static ulong MixLow(ulong block) =>
        unchecked(BitOperations.RotateLeft(block * 0x87c37b91114253d5, 31) * 0x4cf5ad432745937f);

    private static ulong MixHigh(ulong block) =>
        unchecked(BitOperations.RotateLeft(block * 0x4cf5ad432745937f, 33) * 0x87c37b91114253d5);

    private static ulong Finish(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
            value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
            return value ^ (value >> 33);
        }
    }
}
