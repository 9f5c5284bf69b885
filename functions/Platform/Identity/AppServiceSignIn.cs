using System.Security.Claims;
using System.Text.Json;

namespace TwistedThreads.Functions.Platform.Identity;

/// <summary>People whom App Service authentication has checked. It tells of them in a header, which it takes away from
/// what callers send; so the header is believed only when the platform says that it stands in front.</summary>
/// <remarks>Microsoft Learn, "Work with user identities in Azure App Service authentication": base64 of
/// <c>{ auth_typ, claims: [{ typ, val }], name_typ, role_typ }</c>.</remarks>
public sealed class AppServiceSignIn(IConfiguration configuration) : ISignIn
{
    /// <summary>Set by the platform.</summary>
    public const string Switch = "WEBSITE_AUTH_ENABLED";

    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    private const string Roles = "roles";

    // The workforce directory. Customers sign in with a provider of another name, whose tokens make nobody staff.
    private const string StaffDirectory = "aad";
    private const string Customer = "customer";

    // What a directory never gives to a second person. A display name is chosen freely, and nobody may own by it.
    private static readonly string[] SubjectClaims =
        ["http://schemas.microsoft.com/identity/claims/objectidentifier", "oid", ClaimTypes.NameIdentifier, "sub"];

    private readonly bool _isOn = bool.TryParse(configuration[Switch], out var isOn) && isOn;

    public SignInReading Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers[Header].ToString();
        if (!_isOn || header.Length == 0)
        {
            return SignInReading.Nobody;
        }

        try
        {
            using var principal = JsonDocument.Parse(Convert.FromBase64String(header));
            return PersonIn(principal.RootElement);
        }
        catch (Exception unreadable) when (unreadable
            is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return SignInReading.Unbelievable("The principal cannot be read.");
        }
    }

    private static SignInReading PersonIn(JsonElement principal)
    {
        var claims = principal.GetProperty("claims").EnumerateArray()
            .Select(claim => (Type: TextOf(claim, "typ"), Value: TextOf(claim, "val")))
            .ToList();
        var directory = OptionalTextOf(principal, "auth_typ");
        var subject = SubjectClaims
            .Select(type => claims.Find(claim => claim.Type == type).Value)
            .FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        var roleType = OptionalTextOf(principal, "role_typ");
        var isStaff = directory == StaffDirectory;
        return string.IsNullOrWhiteSpace(directory) || subject is null
            ? SignInReading.Unbelievable("The principal does not say who it is.")
            : SignInReading.Person(
                $"{directory}|{subject}",
                isStaff
                    ? claims.Where(claim => claim.Type == roleType || claim.Type == Roles).Select(claim => claim.Value)
                    : [Customer]);
    }

    private static string TextOf(JsonElement claim, string member) =>
        claim.GetProperty(member).GetString() ?? throw new JsonException($"A claim without {member}.");

    private static string? OptionalTextOf(JsonElement principal, string member) =>
        principal.TryGetProperty(member, out var value) ? value.GetString() : null;
}
