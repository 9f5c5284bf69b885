namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>Where the program runs; decided once, at its start.</summary>
public enum Home
{
    /// <summary>One process and one folder, on anybody's machine.</summary>
    Embedded,

    /// <summary>A custom handler below the Azure Functions host.</summary>
    Azure,
}

/// <summary>This function, or every function of this class, exists in the embedded home alone: on Azure it is neither
/// found nor mapped nor told to the host. Behind the host every caller looks like the same machine, so that a check of
/// the address would let everybody in.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class EmbeddedOnlyAttribute : Attribute;
