using System.Reflection;
using System.Text.RegularExpressions;

namespace TwistedThreads.Conventions.Tests;

/// <summary>Says which capabilities a source file mentions: by using directive, by full name, or by a name that its
/// namespace completes, as <c>Orders.OrderShipment</c> does anywhere below <c>TwistedThreads.Commerce</c>.</summary>
internal sealed class Neighbours
{
    private readonly IReadOnlyList<(string Capability, Regex Mention)> _mentions;

    /// <param name="assembly">Where the capabilities' types are.</param>
    /// <param name="root">The namespace above them, such as <c>TwistedThreads.Commerce</c>.</param>
    public Neighbours(Assembly assembly, string root, IEnumerable<string> capabilities) => _mentions =
    [
        .. capabilities.Select(capability =>
            (capability, MentionOf(root, capability, TypesOf(assembly, root, capability)))),
    ];

    public IEnumerable<string> In(string code) =>
        _mentions.Where(one => one.Mention.IsMatch(code)).Select(one => one.Capability);

    public IEnumerable<string> Places(SourceFile file, string capability) =>
        file.Find(_mentions.Single(one => one.Capability == capability).Mention);

    /// <returns>The names of the types of a capability, without their arity.</returns>
    public static IReadOnlyList<string> TypesOf(Assembly assembly, string root, string capability) =>
    [
        .. assembly.GetTypes()
            .Where(type => !type.IsNested && IsIn(type, $"{root}.{capability}"))
            .Select(type => type.Name.Split('`')[0])
            .Where(name => !name.Contains('<', StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal),
    ];

    private static bool IsIn(Type type, string space) => type.Namespace is { } own
        && (own == space || own.StartsWith(space + ".", StringComparison.Ordinal));

    // The declaration of the file's own namespace is no mention of it.
    private static Regex MentionOf(string root, string capability, IReadOnlyList<string> types)
    {
        var middle = Regex.Escape(root.Split('.')[^1]);
        var full = $@"(?<!\bnamespace\s[\w\s.]*)\b{middle}\s*\.\s*{capability}\b";
        var partial = types.Count == 0 ? "" : $@"|(?<![\w.]){capability}\s*\.\s*({string.Join('|', types)})\b";
        return new Regex(full + partial, RegexOptions.ExplicitCapture);
    }
}
