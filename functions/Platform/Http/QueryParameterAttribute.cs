namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Describes a query parameter that a function reads itself, for the description of the API.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryParameterAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    public string Description { get; } = description;
}
