using System.Collections.Immutable;
using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>The prefixes that a document declares for members of its own.</summary>
/// <remarks>JSON-LD 1.1, section 3.1, as far as the EPCIS 2.0 JSON schema allows contexts.</remarks>
public static class JsonLdContext
{
    /// <summary>The context of every answer of ours.</summary>
    public const string Standard = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

    private static readonly ImmutableSortedDictionary<string, string> None =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>Prefixes with their namespaces, those of <paramref name="outer"/> where there is no nearer
    /// one.</summary>
    public static ImmutableSortedDictionary<string, string> Prefixes(
        JsonElement? context, ImmutableSortedDictionary<string, string>? outer = null)
    {
        var prefixes = outer ?? None;
        foreach (var part in Parts(context))
        {
            foreach (var term in part.EnumerateObject())
            {
                if (term.Value.ValueKind == JsonValueKind.String && EpcUri.IsUri(term.Value.GetString()))
                {
                    prefixes = prefixes.SetItem(term.Name, term.Value.GetString()!);
                }
            }
        }

        return prefixes;
    }

    internal static void Check(JsonElement value, string pointer, EventFaults faults)
    {
        var isRight = value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().All(IsPart),
            _ => IsPart(value),
        };
        if (!isRight)
        {
            faults.Add(pointer, "bad-context", "A URI, an object of prefixes with URIs, or a list of these.");
        }
    }

    private static bool IsPart(JsonElement part) => part.ValueKind switch
    {
        JsonValueKind.String => EpcUri.IsUri(part.GetString()),
        JsonValueKind.Object => true,
        _ => false,
    };

    private static IEnumerable<JsonElement> Parts(JsonElement? context) => context?.ValueKind switch
    {
        JsonValueKind.Object => [context.Value],
        JsonValueKind.Array => context.Value.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object),
        _ => [],
    };
}
