using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwistedThreads.Simulators.Host;

/// <summary>How the host writes a value into an envelope: a few kinds as they are, everything else as JSON inside
/// a string.</summary>
/// <remarks>Azure/azure-functions-host: ScriptInvocationContextExtensions.</remarks>
public static class ContractValue
{
    public static JToken Of(object? value) => value switch
    {
        byte[] bytes => Convert.ToBase64String(bytes),

        // By way of ToString: seconds and zone get lost.
        DateTime at => at.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        JObject nested => nested,
        IReadOnlyDictionary<string, object?> dictionary => JObject.FromObject(dictionary),
        _ => JsonConvert.SerializeObject(value),
    };
}
