namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Says, for the description of the API, that a function reads an Idempotency-Key.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IdempotencyKeyAttribute : Attribute;
