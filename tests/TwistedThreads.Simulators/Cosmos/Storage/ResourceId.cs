using System.Buffers.Binary;

namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>The <c>_rid</c> of a resource: 4 bytes for a database, 8 for a container, 16 for an item, in base 64 with
/// <c>-</c> for <c>/</c>. The SDK takes it apart, so its lengths and marks must be the service's.</summary>
internal static class ResourceId
{
    public static string OfDatabase(int number) => Text(Bytes(number));

    public static string OfContainer(int database, int number) => Text([.. Bytes(database), .. Marked(number)]);

    public static string OfItem(string container, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Text([.. Convert.FromBase64String(container.Replace('-', '/')), .. bytes]);
    }

    /// <summary>The number that <see cref="OfItem"/> was given.</summary>
    public static long NumberOf(string item)
    {
        var bytes = new byte[16];
        return Convert.TryFromBase64String(item.Replace('-', '/'), bytes, out var length) && length == bytes.Length
            ? BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(8))
            : throw new RefusalException(400, $"'{item}' is no _rid of an item.");
    }

    public static string OfRange(string container, int number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number + 2L);
        bytes[7] = 0x50;
        return Text([.. Convert.FromBase64String(container.Replace('-', '/')), .. bytes]);
    }

    private static byte[] Bytes(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number + 0x10_00_00);
        return bytes;
    }

    // The highest bit tells a container from a user.
    private static byte[] Marked(int number)
    {
        var bytes = Bytes(number);
        bytes[0] |= 0x80;
        return bytes;
    }

    private static string Text(byte[] bytes) => Convert.ToBase64String(bytes).Replace('/', '-');
}
