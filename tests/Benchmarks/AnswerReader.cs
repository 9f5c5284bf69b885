using System.Buffers.Text;
using System.Text;

namespace TwistedThreads.Benchmarks;

/// <summary>Finds the end of one HTTP/1.1 response in bytes that arrive piece by piece. Allocates nothing.</summary>
/// <remarks>Bodies with Content-Length or chunks (RFC 9112, section 6); a body that ends with its connection is a
/// fault, since such a server keeps no connection alive.</remarks>
internal sealed class AnswerReader
{
    private const int Unknown = -1;

    private int _headLength;
    private int _bodyLength;
    private int _nextChunk;
    private bool _isChunked;

    public int Status { get; private set; }

    /// <summary>Bytes from the status line to the last byte of the body; valid once complete.</summary>
    public int Length { get; private set; }

    public void Reset() =>
        (_headLength, _bodyLength, _nextChunk, _isChunked, Status, Length) = (0, Unknown, 0, false, 0, 0);

    public bool IsComplete(ReadOnlySpan<byte> received)
    {
        if (_headLength == 0 && !TryReadHead(received))
        {
            return false;
        }

        if (_isChunked)
        {
            return IsLastChunkReached(received);
        }

        Length = _headLength + _bodyLength;
        return received.Length >= Length;
    }

    public ReadOnlySpan<byte> Head(ReadOnlySpan<byte> received) => received[.._headLength];

    /// <summary>The body of a complete response; chunks are moved together in place.</summary>
    public ReadOnlySpan<byte> Body(Span<byte> received)
    {
        if (!_isChunked)
        {
            return received[_headLength..Length];
        }

        var (from, to) = (_headLength, _headLength);

        while (TryReadChunkSize(received, from, out var size, out var start) && size > 0)
        {
            received.Slice(start, size).CopyTo(received[to..]);
            to += size;
            from = start + size + 2;
        }

        return received[_headLength..to];
    }

    private bool TryReadHead(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);

        if (end < 0)
        {
            return false;
        }

        _headLength = end + 4;
        _nextChunk = _headLength;
        var lineEnd = received.IndexOf((byte)'\n');

        if (!received.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(received.Slice(9, 3), out int status, out _))
        {
            throw new InvalidDataException("Not HTTP/1.1: " + Encoding.Latin1.GetString(received[..lineEnd]));
        }

        Status = status;
        ReadHeaders(received[(lineEnd + 1)..(_headLength - 2)]);
        return true;
    }

    private void ReadHeaders(ReadOnlySpan<byte> lines)
    {
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            ReadHeader(lines[..end]);
            lines = lines[(end + 1)..];
        }

        if (Status is 204 or 304)
        {
            (_bodyLength, _isChunked) = (0, false);
        }
        else if (!_isChunked && _bodyLength == Unknown)
        {
            throw new InvalidDataException("A response with neither Content-Length nor chunks.");
        }
    }

    private void ReadHeader(ReadOnlySpan<byte> line)
    {
        if (TryTakeValue(line, "content-length:"u8, out var length))
        {
            _bodyLength = Utf8Parser.TryParse(length, out int parsed, out _) && parsed >= 0
                ? parsed
                : throw new InvalidDataException("Content-Length is not a number.");
        }
        else if (TryTakeValue(line, "transfer-encoding:"u8, out var encoding))
        {
            _isChunked = Ascii.EqualsIgnoreCase(encoding, "chunked"u8);
        }
    }

    private static bool TryTakeValue(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var matches = line.Length > name.Length
            && (line[0] | 0x20) == name[0]
            && Ascii.EqualsIgnoreCase(line[..name.Length], name);

        value = matches ? line[name.Length..].Trim(" \t\r"u8) : default;
        return matches;
    }

    private bool IsLastChunkReached(ReadOnlySpan<byte> received)
    {
        while (TryReadChunkSize(received, _nextChunk, out var size, out var start))
        {
            if (size == 0)
            {
                return IsTrailerComplete(received, start);
            }

            if (received.Length < start + size + 2)
            {
                return false;
            }

            _nextChunk = start + size + 2;
        }

        return false;
    }

    private bool IsTrailerComplete(ReadOnlySpan<byte> received, int start)
    {
        while (true)
        {
            var end = received[start..].IndexOf("\r\n"u8);

            if (end < 0)
            {
                return false;
            }

            start += end + 2;

            if (end == 0)
            {
                Length = start;
                return true;
            }
        }
    }

    private static bool TryReadChunkSize(ReadOnlySpan<byte> received, int from, out int size, out int start)
    {
        var end = received[from..].IndexOf("\r\n"u8);
        (size, start) = (0, from + end + 2);

        if (end < 0)
        {
            return false;
        }

        return Utf8Parser.TryParse(received.Slice(from, end), out size, out _, 'x')
            ? true
            : throw new InvalidDataException("A chunk without a size.");
    }
}
