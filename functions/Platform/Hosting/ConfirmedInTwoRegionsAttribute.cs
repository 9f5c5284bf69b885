namespace TwistedThreads.Functions.Platform.Hosting;

/// <summary>The answer of this function is a promise: where there are two regions it is given once both have what was
/// written, or after a bounded wait. Not of the official SDK.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConfirmedInTwoRegionsAttribute : Attribute;
