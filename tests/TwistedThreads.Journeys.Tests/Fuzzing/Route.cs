using System.Text.Json.Nodes;
using TwistedThreads.Harness;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>One operation of the shop's OpenAPI document.</summary>
/// <param name="Path">The template, such as <c>/api/carts/{id}</c>.</param>
/// <param name="Query">The names of the query parameters.</param>
/// <param name="Body">The schema of the JSON body; null when the operation declares none.</param>
public sealed record Route(string Method, string Path, IReadOnlyList<string> Query, JsonNode? Body)
{
    private const int MostReferences = 8;

    public bool TakesBody => Method is "POST" or "PUT" or "PATCH" or "DELETE";

    /// <summary>Reads every operation of an OpenAPI 3.1 document.</summary>
    public static IReadOnlyList<Route> AllOf(JsonNode document)
    {
        var routes = new List<Route>();
        foreach (var (path, operations) in document.Member("paths").AsObject())
        {
            foreach (var (name, operation) in operations!.AsObject())
            {
                if (name is "get" or "post" or "put" or "patch" or "delete" or "head")
                {
                    routes.Add(Of(document, path, name, operations, operation!));
                }
            }
        }

        return [.. routes.OrderBy(route => route.Path, StringComparer.Ordinal).ThenBy(route => route.Method)];
    }

    public override string ToString() => $"{Method} {Path}";

    private static Route Of(JsonNode document, string path, string method, JsonNode shared, JsonNode operation)
    {
        var query = Parameters(shared).Concat(Parameters(operation))
            .Where(parameter => parameter.Text("in") == "query")
            .Select(parameter => parameter.Required("name"));
        var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"];
        var body = schema is null ? null : Resolved(document, schema, 0);
        return new Route(method.ToUpperInvariant(), path, [.. query], body);
    }

    private static IEnumerable<JsonNode> Parameters(JsonNode node) =>
        node["parameters"] is JsonArray parameters ? parameters.OfType<JsonNode>() : [];

    /// <summary>A copy of the schema with the references replaced by what they refer to, at most eight within
    /// one another.</summary>
    private static JsonNode Resolved(JsonNode document, JsonNode schema, int depth)
    {
        if (schema is JsonObject && schema.Text("$ref") is { Length: > 0 } reference)
        {
            if (depth > MostReferences)
            {
                return new JsonObject();
            }

            var names = reference.TrimStart('#', '/').Split('/');
            return Resolved(document, names.Aggregate(document, (node, name) => node.Member(name)), depth + 1);
        }

        return schema switch
        {
            JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
                member.Key, member.Value is null ? null : Resolved(document, member.Value, depth)))),
            JsonArray items => new JsonArray(
                [.. items.Select(item => item is null ? null : Resolved(document, item, depth))]),
            _ => schema.DeepClone(),
        };
    }
}
