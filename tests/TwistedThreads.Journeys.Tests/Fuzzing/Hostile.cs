using System.Text;
using System.Text.Json;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>Input that has broken other programs. JSON values are kept as raw text, since some are no valid
/// values.</summary>
public static class Hostile
{
    public static readonly IReadOnlyList<string> Strings =
    [
        "", " ", "\t\r\n", "null", "undefined", "NaN", "-1", "0", "true", "[]", "{}",
        "'; DROP TABLE orders;--", "\" OR \"\"=\"", "1) UNION SELECT * FROM documents --", "%", "_", "\\", "'",
        "../../../../etc/passwd", "..\\..\\windows\\win.ini", "<script>alert(1)</script>", "{{7*7}}",
        "${jndi:ldap://x}",
        "\r\nSet-Cookie: owned=1", "a\u0000b", "\uFEFF", "\u202Eabc", "e\u0301\u0327\u0328\u0316", "İıſK",
        "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66", "٣", "１２", "\uFFFF", "日本語のＴシャツ",
        "crt_00000000000000000000000000", "ord_zzzzzzzzzzzzzzzzzzzzzzzzzz", "CRT_01", "tsk_", "TEE-CREW-NAVY-M ",
        "tee-crew-navy-m", "9999-12-31T23:59:59Z", "0000-00-00", "2026-02-30", "2026-11-20T25:61:61+99:99",
        new('A', 300), new('ä', 5000), new('9', 400),
    ];

    public static readonly IReadOnlyList<string> JsonValues =
    [
        "null", "true", "false", "[]", "{}", "[null]", "[[]]", "{\"\":\"\"}", "0", "-0", "-1", "1.5", "-1e-7",
        "1e2", "1e400",
        "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e308",
        "123456789012345678901234567890", "0.1e1", "\"1\"", "\"0x10\"",
        "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\\ud83d\"", "\"\\u0000\"", "\"\\uffff\"",
        "{\"amount\":\"-1.00\",\"currency\":\"EUR\"}", "{\"amount\":\"1e9\",\"currency\":\"eur\"}",
        "{\"amount\":1,\"currency\":null}",
        .. Strings.Select(text => JsonSerializer.Serialize(text)),
    ];

    /// <summary>Whole bodies that are no JSON, or not the JSON that anybody expects.</summary>
    public static readonly IReadOnlyList<byte[]> Bodies =
    [
        .. ((string[])
        [
            "", " ", "{", "}", "{}", "[]", "null", "true", "0", "\"text\"", "[1,", "{\"a\":}", "{\"a\" 1}",
            "{'a':1}", "{\"a\":1,}",
            "// comment\n{}", "{\"a\":NaN}", "{\"a\":01}", "{\"a\":1}{\"b\":2}", "{\"sku\":\"A\",\"sku\":\"B\"}",
            "\uFEFF{}",
            "<order/>", "a=1&b=2", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"unterminated",
            "{\"$type\":\"System.Object\"}",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00],
        [0x7B, 0x22, 0x61, 0x22, 0x3A, 0x22, 0xC3, 0x28, 0x22, 0x7D],
        [0x00, 0x01, 0x02, 0x03],
        [0x1F, 0x8B, 0x08, 0x00, 0x00],
    ];

    /// <remarks>Without <c>%00</c>, which the web server itself refuses before any of our code runs.</remarks>
    public static readonly IReadOnlyList<string> PathParts =
    [
        .. Strings.Where(text => text.Length is > 0 and < 1000 && !text.Contains('\u0000') && text is not ("." or ".."))
            .Select(Uri.EscapeDataString),
        "%ED%A0%80", "%C0%AE%C0%AE", "%FF", "%zz", "%", "%2e%2e", "%2F", "..%2f..%2fapi%2fparked", "*", "~",
        "a;b=c", "@", ":",
    ];

    public static readonly IReadOnlyList<string> QueryValues =
    [
        .. PathParts, "%00", "", "-1", "0", "1", "101", "2147483648", "99999999999999999999", "1e3", "0x10", "1.5",
        "+1", "true",
        "eyJhIjoxfQ", "eyJhIjoxfQ.AAAA", "AAAA", "====", new('B', 3000), "price,-price", "newest;drop", "P1D",
        "2026-13-01",
    ];

    public static readonly IReadOnlyList<string> ContentTypes =
    [
        "text/plain", "text/csv", "text/csv; charset=utf-16", "text/csv; charset=windows-1252",
        "application/xml", "application/x-www-form-urlencoded", "multipart/form-data",
        "application/json; charset=utf-16",
        "application/json; charset=nonsense", "application/problem+json", "application/octet-stream", "//", "json",
        "application/json;;",
        "application/json; charset=utf-8; charset=utf-8", "",
    ];

    public static readonly IReadOnlyList<(string Name, string Value)> Headers =
    [
        ("Idempotency-Key", ""), ("Idempotency-Key", "\"\""), ("Idempotency-Key", "\"unterminated"),
        ("Idempotency-Key", "no-quotes"),
        ("Idempotency-Key", $"\"{new string('k', 3000)}\""), ("Idempotency-Key", "\"schlüssel\""),
        ("Idempotency-Key", "\"a\", \"b\""),
        ("Idempotency-Key", "'; DROP TABLE orders;--"), ("If-Match", "*"), ("If-Match", "W/\"1\""), ("If-Match",
        "junk"),
        ("If-None-Match", "\"\\\""), ("Accept", "application/xml"), ("Accept", "q=;;;"), ("Accept-Language",
        "xx-YY;q=9"),
        ("Accept-Encoding", "br;q=0, *;q=0"), ("traceparent", "00-zz-zz-zz"), ("traceparent", "ff-00-00-00"),
        ("baggage", "a=;;,=b"),
        ("Range", "bytes=-1"), ("Content-Encoding", "gzip"), ("Cart-Token", "null"), ("Cart-Token",
        new string('t', 4000)),
        ("Order-Token", "'"), ("Order-Token", "ö"), ("Device-Key", "'--"), ("Authorization", "Bearer"),
        ("Authorization", "Basic YTpi"),
        ("Authorization", "Bearer a.b.c"), ("X-HTTP-Method-Override", "DELETE"), ("X-Forwarded-For",
        "127.0.0.1, ::1, x"),
        ("X-Original-URL", "/api/parked"), ("X-MS-CLIENT-PRINCIPAL", "e30="), ("Origin", "null"), ("Prefer",
        "respond-async"),
        ("X-MS-CLIENT-PRINCIPAL-NAME", "ada"), ("Forwarded", "for=\"_x\";;proto"), ("Expect", "nothing"),
        ("Cookie", "=;=;a"),
    ];

    public static readonly IReadOnlyList<string> Methods =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "BREW", "get"];
}
