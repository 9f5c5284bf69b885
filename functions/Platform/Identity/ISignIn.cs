namespace TwistedThreads.Functions.Platform.Identity;

/// <summary>Says who sent a request, as this home can tell.</summary>
public interface ISignIn
{
    SignInReading Read(HttpRequest request);
}

/// <summary>What a request says of its sender: a person, nobody, or something that cannot be believed.</summary>
/// <param name="Name">Belongs to one person and stays theirs; null unless a person was recognised.</param>
/// <param name="Roles">As the sender's directory gives them; the shop knows some of them.</param>
/// <param name="Fault">Why it cannot be believed; null when it can.</param>
public sealed record SignInReading(string? Name, IReadOnlyList<string> Roles, string? Fault)
{
    public static SignInReading Nobody { get; } = new(null, [], null);

    public static SignInReading Person(string name, IEnumerable<string> roles) =>
        new(name, [.. roles.Distinct(StringComparer.Ordinal)], null);

    public static SignInReading Unbelievable(string why) => new(null, [], why);
}
