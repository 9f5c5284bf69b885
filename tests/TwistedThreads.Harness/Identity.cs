namespace TwistedThreads.Harness;

/// <summary>Who sends a request: the header that proves it, or nobody.</summary>
public sealed record Identity(string Header, string Value)
{
    public static readonly Identity Nobody = new("", "");

    public bool IsSomebody => Header.Length > 0;

    public static Identity SignedIn(string token) => new("Authorization", $"Bearer {token}");

    public static Identity CartOwner(string token) => new("Cart-Token", token);

    public static Identity OrderOwner(string token) => new("Order-Token", token);

    public static Identity Device(string key) => new("Device-Key", key);
}
