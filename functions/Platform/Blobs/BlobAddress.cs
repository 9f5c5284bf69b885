using System.Text.RegularExpressions;

namespace TwistedThreads.Functions.Platform.Blobs;

/// <summary>Where a blob is: a container, and a name with slashes in it. Stricter than Azure, so that a name means the
/// same in a folder.</summary>
public sealed partial record BlobAddress
{
    public const int MaxNameLength = 100;

    /// <exception cref="ArgumentException">Not a name that both homes can keep.</exception>
    public BlobAddress(string container, string name)
    {
        Container = CheckContainer(container);
        Name = IsName(name) ? name : throw new ArgumentException($"'{name}' is no name of a blob.", nameof(name));
    }

    public string Container { get; }

    public string Name { get; }

    /// <exception cref="ArgumentException">Not a name of a container.</exception>
    public static string CheckContainer(string container) => ContainerName().IsMatch(container)
        ? container
        : throw new ArgumentException($"'{container}' is no name of a container.", nameof(container));

    public override string ToString() => $"{Container}/{Name}";

    private static bool IsName(string name) =>
        name.Length <= MaxNameLength && BlobName().IsMatch(name)
        && !name.Split('/').Any(static part => part is "." or ".." || part.EndsWith('.'));

    // Azure's own rule: 3 to 63 lower-case letters, digits and single dashes.
    [GeneratedRegex(@"\A(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ContainerName();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*\z", RegexOptions.ExplicitCapture)]
    private static partial Regex BlobName();
}
