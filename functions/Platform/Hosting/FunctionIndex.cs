namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>All functions of the program, with the settings that their triggers name resolved.</summary>
public sealed class FunctionIndex(IReadOnlyList<FunctionDescriptor> functions, IConfiguration configuration)
{
    private readonly Dictionary<string, FunctionDescriptor> _byName =
        functions.ToDictionary(function => function.Name, StringComparer.Ordinal);

    public IReadOnlyList<FunctionDescriptor> All => functions;

    public FunctionDescriptor? Find(string name) => _byName.GetValueOrDefault(name);

    public IEnumerable<(FunctionDescriptor Function, TTrigger Trigger)> With<TTrigger>()
        where TTrigger : TriggerAttribute =>
        functions.Where(function => function.Trigger is TTrigger)
            .Select(function => (function, (TTrigger)function.Trigger));

    /// <summary>Puts the value of a setting in place of <c>%Setting%</c>.</summary>
    /// <exception cref="InvalidOperationException">The setting has no value.</exception>
    public string Resolve(string text) => text is ['%', .., '%']
        ? configuration[text[1..^1]]
            ?? throw new InvalidOperationException($"Setting {text[1..^1]} has no value; a trigger needs it.")
        : text;
}
