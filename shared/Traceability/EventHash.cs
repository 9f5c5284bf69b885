using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>The id of an event that follows from its content: whoever computes it gets the same one, in whatever order,
/// notation or zone the event is written. Event id, record time, error declaration and certification do not count, so
/// that an error declaration has the id of the event that it is about.</summary>
/// <remarks>CBV 2.0, section 8.9 (event hash id). Verified against the expected pre-hash strings and hashes for CBV 2.0
/// of the algorithm's reference implementation (RalphTro/epcis-event-hash-generator). Where later versions of the
/// algorithm differ (members of one's own within places and sensor readings, the name sensorElementList) this is
/// version 2.0. </remarks>
public static class EventHash
{
    /// <summary>The id in the form of RFC 6920: <c>ni:///sha-256;…?ver=CBV2.0</c>.</summary>
    /// <param name="json">An event that was found right.</param>
    /// <param name="prefixes">What the prefixes of its own members stand for.</param>
    public static string IdOf(JsonElement json, ImmutableSortedDictionary<string, string> prefixes)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(new PreHash(prefixes).Of(json)));
        return $"ni:///sha-256;{Convert.ToHexStringLower(hash)}?ver=CBV2.0";
    }

    /// <summary>The text that is hashed.</summary>
    public static string TextOf(JsonElement json, ImmutableSortedDictionary<string, string> prefixes) =>
        new PreHash(prefixes).Of(json);
}
