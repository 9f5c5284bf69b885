using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>App Service authentication in front of an app: it checks tokens, tells the app who somebody is, and takes
/// away what callers say of that themselves. Requests without a token pass as nobody's.</summary>
public sealed class PlatformSignIn
{
    private const string RoleType = "roles";
    private static readonly string[] OurHeaders = ["X-MS-CLIENT-PRINCIPAL", "X-MS-TOKEN-", "X-MS-AUTH-"];
    private readonly ConcurrentDictionary<string, string> _principals = new(StringComparer.Ordinal);

    /// <returns>A bearer token that this app's front takes.</returns>
    public string IssueToken(string name, params IEnumerable<string> roles)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var principal = new JObject
        {
            ["auth_typ"] = "aad",
            ["claims"] = new JArray(
                roles.Select(role => Claim(RoleType, role))
                    .Prepend(Claim("name", name))
                    .Prepend(Claim("http://schemas.microsoft.com/identity/claims/objectidentifier", name))
                    .Prepend(Claim("iss", "https://login.example/v2.0"))),
            ["name_typ"] = "name",
            ["role_typ"] = RoleType,
        };
        _principals[token] =
            Convert.ToBase64String(Encoding.UTF8.GetBytes(principal.ToString(Formatting.None)));
        return token;
    }

    /// <returns>False when the token is not the platform's: the app never sees the request.</returns>
    internal bool Pass(HttpRequest request)
    {
        foreach (var header in request.Headers.Keys.Where(IsOurs).ToList())
        {
            request.Headers.Remove(header);
        }

        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (!_principals.TryGetValue(authorization[7..].Trim(), out var principal))
        {
            return false;
        }

        request.Headers["X-MS-CLIENT-PRINCIPAL"] = principal;
        request.Headers["X-MS-CLIENT-PRINCIPAL-IDP"] = "aad";
        return true;
    }

    private static bool IsOurs(string header) =>
        OurHeaders.Any(ours => header.StartsWith(ours, StringComparison.OrdinalIgnoreCase));

    private static JObject Claim(string type, string value) => new() { ["typ"] = type, ["val"] = value };
}
