using TwistedThreads.Functions.Platform.Identity;

namespace TwistedThreads.Functions.Operations;

/// <summary>The bearer tokens of the development sign-in; in the embedded home only.</summary>
public sealed class DevelopmentSignIn(DevelopmentTokens tokens) : ISignIn
{
    public SignInReading Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var authorization = request.Headers.Authorization.ToString();
        return !authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? SignInReading.Nobody
            : tokens.Open(authorization[7..].Trim()) is { } person ? SignInReading.Person(person.Name, person.Roles)
            : SignInReading.Unbelievable("The token is not ours, or has run out.");
    }
}
