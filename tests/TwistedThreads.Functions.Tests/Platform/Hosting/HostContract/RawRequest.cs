using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

/// <summary>What came back.</summary>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>One request, byte for byte as written: no client tidies its target.</summary>
internal static class RawRequest
{
    public static async Task<RawAnswer> SendAsync(
        int port, string method, string target, byte[]? body, params string[] headers)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = socket.GetStream();
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n");
        foreach (var header in headers)
        {
            head.Append(header).Append("\r\n");
        }

        var isChunked = headers.Contains("Transfer-Encoding: chunked");
        if (body is not null && !isChunked)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        await stream.WriteAsync(isChunked ? Chunked(body!) : body ?? []);
        return await ReadAsync(stream);
    }

    private static byte[] Chunked(byte[] body) =>
    [
        .. body.Chunk(7).SelectMany(chunk => (byte[])
        [
            .. Encoding.ASCII.GetBytes($"{chunk.Length:x}\r\n"), .. chunk, .. "\r\n"u8,
        ]),
        .. "0\r\n\r\n"u8,
    ];

    private static async Task<RawAnswer> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var status = (await reader.ReadLineAsync() ?? "HTTP/1.1 0").Split(' ')[1];
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line.Split(": ", 2)[1]);
            headers[name] = value;
        }

        var body = await reader.ReadToEndAsync();
        return new RawAnswer(
            int.Parse(status, CultureInfo.InvariantCulture),
            headers,
            headers.GetValueOrDefault("Transfer-Encoding") == "chunked" ? Joined(body) : body);
    }

    // Sizes count bytes; good enough for the plain text that is looked at here.
    private static string Joined(string chunks)
    {
        var whole = new StringBuilder();
        for (var at = 0; ;)
        {
            var end = chunks.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = int.Parse(chunks[at..end], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return whole.ToString();
            }

            whole.Append(chunks, end + 2, size);
            at = end + 2 + size + 2;
        }
    }
}
