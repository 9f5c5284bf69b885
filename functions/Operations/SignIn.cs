namespace TwistedThreads.Functions.Operations;

/// <summary>Says who sent a request, as this home can tell.</summary>
public interface ISignIn
{
    SignInReading Read(HttpRequest request);
}

/// <summary>What a request says of its sender: a person, nobody, or something that cannot be believed.</summary>
/// <param name="Name">Null unless a person was recognised.</param>
/// <param name="Roles">Of <see cref="Access.Roles"/> only.</param>
/// <param name="Fault">Why it cannot be believed; null when it can.</param>
public sealed record SignInReading(string? Name, IReadOnlyList<string> Roles, string? Fault)
{
    public static SignInReading Nobody { get; } = new(null, [], null);

    public static SignInReading Person(string name, IEnumerable<string> roles) =>
        new(name, [.. roles.Where(role => Access.Roles.Contains(role)).Distinct(StringComparer.Ordinal)], null);

    public static SignInReading Unbelievable(string why) => new(null, [], why);
}

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
