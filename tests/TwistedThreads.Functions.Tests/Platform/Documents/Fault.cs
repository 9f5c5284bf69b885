namespace TwistedThreads.Functions.Tests.Platform.Documents;

/// <summary>What a distant document store does to its callers now and then.</summary>
public enum Fault
{
    /// <summary>The call goes through.</summary>
    None,

    /// <summary>Refused for now; nothing was written.</summary>
    Throttled,

    /// <summary>No answer, and nothing was written.</summary>
    TimeoutBeforeCommit,

    /// <summary>No answer, although the batch was written.</summary>
    TimeoutAfterCommit,

    /// <summary>Somebody writes every document that the batch holds an ETag of, just before it.</summary>
    StaleETag,

    /// <summary>The region does not answer.</summary>
    RegionDown,
}
