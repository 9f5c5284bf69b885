using System.Text;

namespace TwistedThreads.Benchmarks;

/// <summary>Requests as bytes, made before the clock runs.</summary>
internal static class Requests
{
    public static byte[] Get(string target, string headers = "") => Encoding.UTF8.GetBytes(
        $"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n{headers}\r\n");

    public static byte[] Send(string method, string target, string body, string headers = "") => Encoding.UTF8.GetBytes(
        $"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        + "Content-Type: application/json\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");
}
