namespace TwistedThreads.Simulators.Cosmos.Storage;

/// <summary>ETags as the service makes them: quoted, shaped like a GUID, other for each write of the account.</summary>
internal static class Etags
{
    public static string Of(long write, long timestamp) =>
        $"\"{write & 0xFFFFFFFF:x8}-{(write >> 32) & 0xFFFF:x4}-0d00-0000-{timestamp & 0xFFFFFFFF:x8}0000\"";

    /// <summary>Whether a condition names this version; clients send ETags with and without quotes.</summary>
    public static bool Match(string condition, string etag) =>
        condition == "*" || string.Equals(condition.Trim('"'), etag.Trim('"'), StringComparison.Ordinal);
}
