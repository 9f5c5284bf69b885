using System.Text.Json;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>One Bicep file as its declarations; computed values are kept as their text.</summary>
/// <param name="Mistakes">What the grammar could not read, with its line.</param>
/// <param name="Values">Variables; in a parameter file the parameters' values, in their order.</param>
/// <param name="Calls">Names of all functions that are called.</param>
internal sealed record BicepFile(
    IReadOnlyList<string> Mistakes,
    IReadOnlyDictionary<string, JsonElement> Metadata,
    IReadOnlyList<BicepParameter> Parameters,
    Dictionary<string, JsonElement> Values,
    IReadOnlyList<BicepDeclaration> Resources,
    IReadOnlyList<BicepDeclaration> Modules,
    IReadOnlyList<BicepOutput> Outputs,
    IReadOnlyList<string> Calls)
{
    public string Path { get; init; } = "";

    public string Text { get; init; } = "";
}

/// <param name="Marks">Decorators with their arguments, such as <c>description</c>.</param>
internal sealed record BicepParameter(
    string Name, string? Type, bool HasDefault, JsonElement Default, IReadOnlyDictionary<string, JsonElement> Marks);

internal sealed record BicepOutput(string Name, IReadOnlyDictionary<string, JsonElement> Marks);

/// <summary>A resource, or a call of a module.</summary>
/// <param name="Path">Type with version, or the module's path as it is written.</param>
/// <param name="Loop">What it is repeated for; null when it is there once.</param>
internal sealed record BicepDeclaration(string Name, string Path, string? Loop, bool Existing, JsonElement Body)
{
    /// <summary>The type of a resource without its version.</summary>
    public string Type => Path.Split('@')[0];

    /// <summary>A member of the body by its way, such as <c>properties.disableLocalAuth</c>.</summary>
    public JsonElement? At(string way) => way.Split('.').Aggregate(
        (JsonElement?)Body,
        static (inner, name) => inner is { ValueKind: JsonValueKind.Object } found
            && found.TryGetProperty(name, out var next) ? next : null);

    /// <summary>The same as text: strings as they are, the computed as its expression, the rest as JSON.</summary>
    public string? TextAt(string way) => At(way) is { } found ? TextOf(found) : null;

    public static string TextOf(JsonElement value) => value switch
    {
        { ValueKind: JsonValueKind.String } => value.GetString()!,
        { ValueKind: JsonValueKind.Object } when value.TryGetProperty("expression", out var text) => text.GetString()!,
        _ => value.GetRawText(),
    };
}
