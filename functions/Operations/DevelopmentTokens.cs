using System.Text.Json;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Operations;

/// <summary>A person who signed in for development.</summary>
/// <param name="Until">The token is good until then, UTC.</param>
public sealed record DevelopmentPerson(string Name, IReadOnlyList<string> Roles, DateTimeOffset Until);

/// <summary>Signed tokens of the development sign-in. Elsewhere the platform checks who people are.</summary>
public sealed class DevelopmentTokens(Signer signer)
{
    private const string Purpose = "development-sign-in";
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    // Not the shop's clock: whoever plays a season should not have to sign in anew for every day of it.
    private static readonly TimeProvider Clock = TimeProvider.System;

    public string Issue(string name, IReadOnlyList<string> roles) => signer.Sign(
        Purpose,
        JsonSerializer.Serialize(new DevelopmentPerson(name, roles, Clock.GetUtcNow() + Life), ShopJson.Stored));

    /// <returns>Null when the token is not ours or has run out.</returns>
    public DevelopmentPerson? Open(string token)
    {
        if (signer.Open(Purpose, token) is not { } text)
        {
            return null;
        }

        var person = JsonSerializer.Deserialize<DevelopmentPerson>(text, ShopJson.Stored);
        return person?.Until > Clock.GetUtcNow() ? person : null;
    }
}
