using System.Reflection;

namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>One function as its class declares it.</summary>
public sealed class FunctionDescriptor
{
    private FunctionDescriptor(MethodInfo method, string name, ParameterInfo triggered, TriggerAttribute trigger)
    {
        Method = method;
        Name = name;
        Trigger = trigger;
        Triggered = triggered;
        Invoker = MethodInvoker.Create(method);
        OnlyKind = method.GetCustomAttribute<OnlyKindAttribute>()?.Kind;
        IsEmbeddedOnly = method.IsDefined(typeof(EmbeddedOnlyAttribute))
            || method.DeclaringType!.IsDefined(typeof(EmbeddedOnlyAttribute));
        IsAzureOnly = method.IsDefined(typeof(AzureOnlyAttribute))
            || method.DeclaringType!.IsDefined(typeof(AzureOnlyAttribute));
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    public MethodInvoker Invoker { get; }

    public TriggerAttribute Trigger { get; }

    /// <summary>The parameter that carries what started the function.</summary>
    public ParameterInfo Triggered { get; }

    /// <summary>The one kind of changed documents that it sees; null for all.</summary>
    public string? OnlyKind { get; }

    public bool IsEmbeddedOnly { get; }

    /// <summary>It listens to something that the embedded home does not have.</summary>
    public bool IsAzureOnly { get; }

    public Type Class => Method.DeclaringType!;

    /// <summary>Functions of one group share instances on Flex Consumption: all HTTP functions one,
    /// every other its own.</summary>
    public string ScaleGroup => Trigger is HttpTriggerAttribute ? "http" : Name;

    /// <param name="assembly">Where to look.</param>
    /// <param name="home">Only what exists there; null for all.</param>
    /// <exception cref="InvalidOperationException">A function without a trigger, or two of one name.</exception>
    public static IReadOnlyList<FunctionDescriptor> Discover(Assembly assembly, Home? home = null)
    {
        var found = assembly.GetTypes()
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Function: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(candidate => candidate.Function is not null)
            .Select(candidate => Describe(candidate.Method, candidate.Function!.Name))
            .Where(function => home != Home.Azure || !function.IsEmbeddedOnly)
            .Where(function => home != Home.Embedded || !function.IsAzureOnly)
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToList();
        var twice = found.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        return twice is null ? found : throw new InvalidOperationException($"Two functions are named {twice.Key}.");
    }

    private static FunctionDescriptor Describe(MethodInfo method, string name)
    {
        var triggered = method.GetParameters()
            .SingleOrDefault(parameter => parameter.GetCustomAttribute<TriggerAttribute>() is not null)
            ?? throw new InvalidOperationException($"Function {name} needs exactly one trigger.");
        return new FunctionDescriptor(method, name, triggered, triggered.GetCustomAttribute<TriggerAttribute>()!);
    }
}
