using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TwistedThreads.Simulators.Identity;

/// <summary>What a token says.</summary>
/// <param name="Resource">Audience: the service that it is for, without a slash at the end.</param>
/// <param name="ClientId">The identity.</param>
/// <param name="ExpiresOn">End of its validity.</param>
public sealed record TokenGrant(string Resource, string ClientId, DateTimeOffset ExpiresOn);

/// <summary>Issues tokens and says of one whether it is ours and still good. They look like Entra's, because a storage
/// emulator reads them; to everybody else they are opaque.</summary>
/// <param name="clock">The system's for clients that keep tokens, because those look at the system's clock.</param>
public sealed class SimulatedTokens(TimeProvider clock)
{
    private const string Tenant = "6f3c1a52-0000-4000-8000-000000000001";
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, bool> _revoked = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<string> _issued = [];

    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Tokens issued so far.</summary>
    public int Count => _issued.Count;

    public string Issue(string resource, string clientId)
    {
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["aud"] = resource.TrimEnd('/'),
            ["iss"] = $"https://sts.windows.net/{Tenant}/",
            ["tid"] = Tenant,
            ["oid"] = clientId,
            ["appid"] = clientId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.AddMinutes(-5).ToUnixTimeSeconds(),
            ["exp"] = (now + Lifetime).ToUnixTimeSeconds(),
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)),
        };
        var content = $"{Encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}")}.{Encoded(JsonSerializer.Serialize(claims))}";
        var token = $"{content}.{SignatureOf(content)}";
        _issued.Add(token);
        return token;
    }

    /// <summary>Makes all tokens worthless that were issued until now.</summary>
    public void RevokeAll()
    {
        foreach (var token in _issued)
        {
            _revoked[token] = true;
        }
    }

    /// <returns>What the token grants; null when it is not ours, revoked or expired.</returns>
    public TokenGrant? Verify(string? token)
    {
        if (token?.Split('.') is not [var header, var payload, var signature]
            || signature != SignatureOf($"{header}.{payload}")
            || _revoked.ContainsKey(token))
        {
            return null;
        }

        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
        var grant = new TokenGrant(
            claims.RootElement.GetProperty("aud").GetString()!,
            claims.RootElement.GetProperty("appid").GetString()!,
            DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64()));
        return grant.ExpiresOn > clock.GetUtcNow() ? grant : null;
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private string SignatureOf(string content) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(content)));
}
