namespace TwistedThreads.Commerce.Kernel;

/// <summary>What kind of "no" a refusal is; the HTTP edge turns it into a status once, in one place.</summary>
public enum RefusalKind
{
    /// <summary>The request cannot be read: wrong syntax, type or unknown member.</summary>
    Malformed,

    /// <summary>The body is of a kind that this address does not read.</summary>
    UnsupportedMedia,

    /// <summary>The request reads well but asks for something that can never be.</summary>
    Invalid,

    /// <summary>The thing asked for is not there, or is not for this caller to see.</summary>
    NotFound,

    /// <summary>Possible in principle, not in the present state.</summary>
    Conflict,

    /// <summary>The caller named a version, and it is no longer the present one.</summary>
    Outdated,

    /// <summary>The caller must name the version that they saw, and did not.</summary>
    Unconditional,

    /// <summary>The payment provider said no.</summary>
    Declined,

    /// <summary>The caller did not say who they are.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do this.</summary>
    Forbidden,

    /// <summary>The caller asks more often than was agreed.</summary>
    TooMany,

    /// <summary>Not now; the same request may succeed later.</summary>
    Unavailable,
}

/// <summary>One fault found in the input, with the JSON Pointer (RFC 6901) of where it stands.</summary>
public sealed record InputFault(string Pointer, string Code, string Detail);

/// <summary>A business "no": a value, never an exception. Its code is stable and part of the API.</summary>
/// <param name="Kind">What kind of "no" this is.</param>
/// <param name="Code">Stable and machine-readable, such as <c>stock.not-enough</c>.</param>
/// <param name="Detail">One sentence for a person; it names no secret and no personal data.</param>
public record Refusal(RefusalKind Kind, string Code, string Detail)
{
    /// <summary>The places in the input that are at fault; empty when the refusal is not about one place.</summary>
    public IReadOnlyList<InputFault> Faults { get; init; } = [];

    /// <summary>When the same request may be tried again; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Facts that a program can act on, such as what is left of a SKU. Serialised beside the code.</summary>
    public IReadOnlyDictionary<string, object> Facts { get; init; } =
        new Dictionary<string, object>(StringComparer.Ordinal);

    public static Refusal NotFound(string code, string detail) => new(RefusalKind.NotFound, code, detail);

    public static Refusal Invalid(string code, string pointer, string detail) =>
        new(RefusalKind.Invalid, code, detail) { Faults = [new InputFault(pointer, code, detail)] };

    public static Refusal Malformed(string code, string pointer, string detail) =>
        new(RefusalKind.Malformed, code, detail) { Faults = [new InputFault(pointer, code, detail)] };

    public static Refusal Conflict(string code, string detail) => new(RefusalKind.Conflict, code, detail);
}
