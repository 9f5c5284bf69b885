using System.Net.Http.Headers;
using System.Text;
using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>One request of the attack; it can be sent again, and it describes itself.</summary>
/// <param name="Target">Path and query exactly as they go over the wire.</param>
public sealed record Attack(
    int Number,
    Route Route,
    string Method,
    string Target,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[]? Body,
    string ContentType)
{
    private const int OneMegabyte = 1 << 20;

    /// <summary>The shop may hang up on such a sender instead of reading to the end.</summary>
    public bool IsHuge => Body is { Length: > OneMegabyte };

    public async Task<Answer> SendAsync(ShopClient shop)
    {
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var address = new Uri(shop.Address.GetLeftPart(UriPartial.Authority) + Target, in raw);
        using var request = new HttpRequestMessage(new HttpMethod(Method), address);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            // The shop can refuse a huge body before it is sent.
            request.Headers.ExpectContinue = IsHuge ? true : null;
        }

        foreach (var (name, value) in Headers)
        {
            AddHeader(request, name, value);
        }

        return await shop.SendAsync(request, Body is null ? "" : $"{ContentType}\n{Encoding.UTF8.GetString(Body)}");
    }

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        var ofContent = name.StartsWith("Content-", StringComparison.Ordinal);
        HttpHeaders? headers = ofContent ? request.Content?.Headers : request.Headers;
        headers?.TryAddWithoutValidation(name, value);
    }
}
