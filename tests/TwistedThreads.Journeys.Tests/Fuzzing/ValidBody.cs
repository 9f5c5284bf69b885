using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>Makes a body that the operation would nearly, or really, accept.</summary>
public sealed class ValidBody(LiveNames names, Generator chance)
{
    /// <summary>From the contract's example or from the schema, whichever there is; an empty object when neither
    /// is.</summary>
    public JsonNode Make(Route route)
    {
        var known = names.KnownBody(route, chance);
        if (known is not null && (route.Body is null || chance.Chance(0.7)))
        {
            return known;
        }

        return route.Body is null ? new JsonObject() : Of(route.Body, "", route.Path, 0) ?? new JsonObject();
    }

    private JsonNode? Of(JsonNode schema, string name, string path, int depth)
    {
        if (depth > 6 || schema is not JsonObject)
        {
            return null;
        }

        foreach (var choice in (string[])["oneOf", "anyOf", "allOf"])
        {
            if (schema[choice] is JsonArray { Count: > 0 } options)
            {
                return Of(options[chance.Between(0, options.Count - 1)]!, name, path, depth + 1);
            }
        }

        if (schema["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[chance.Between(0, values.Count - 1)]?.DeepClone();
        }

        return TypeOf(schema) switch
        {
            "object" => Members(schema, path, depth),
            "array" => schema["items"] is { } item ? new JsonArray(Of(item, name, path, depth + 1)) : new JsonArray(),
            "integer" or "number" => chance.Between(1, 5),
            "boolean" => chance.Chance(0.5),
            "string" => Text(schema.Text("format"), name, path),
            _ => null,
        };
    }

    private JsonObject Members(JsonNode schema, string path, int depth)
    {
        var body = new JsonObject();
        foreach (var (name, member) in schema["properties"] as JsonObject ?? [])
        {
            if (member is not null && chance.Chance(0.97))
            {
                body[name] = Of(member, name, path, depth + 1);
            }
        }

        return body;
    }

    private string Text(string format, string name, string path) => (format, name) switch
    {
        ("date-time", _) => "2026-11-20T10:00:00Z",
        ("date", _) => "2026-11-20",
        ("uuid", _) => Unique.EventId(name + path),
        // Only small steps: a leap of years would play every timer of those years.
        (_, "advance") => chance.OneOf<string>(["PT0S", "PT1S", "PT20S"]),
        (_, "amount") => "19.90",
        (_, "currency") => "EUR",
        (_, "country") => "DE",
        (_, "postalCode") => "10435",
        (_, "provider") => "sandbox",
        (_, "roles") => chance.OneOf<string>(["operator", "customer", "warehouse"]),
        (_, "email") => "grace@example.org",
        (_, "method") => "standard",
        (_, "token") => chance.OneOf<string>(["tok_ok", "tok_declined", "tok_capture_fails"]),
        _ => names.Find(name, path, chance) ?? chance.OneOf<string>(["a", "Kastanienallee 1", "10435", "damaged"]),
    };

    /// <summary>OpenAPI 3.1 writes a nullable type as a list; null is not the interesting one.</summary>
    private static string TypeOf(JsonNode schema) => schema["type"] switch
    {
        JsonArray types => types.OfType<JsonNode>().Select(type => type.GetValue<string>())
            .FirstOrDefault(type => type != "null", ""),
        JsonValue type => type.GetValue<string>(),
        _ => schema["properties"] is null ? "" : "object",
    };
}
