using System.Text.Json;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>What sensors said is kept as it came; only its outline is checked.</summary>
/// <remarks>EPCIS 2.0, section 7.3.8.</remarks>
internal static class SensorRules
{
    private static readonly string[] OfMetadata =
    [
        "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "bizRules",
    ];

    private static readonly string[] OfReport =
    [
        "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time", "microorganism",
        "chemicalSubstance", "value", "component", "stringValue", "booleanValue", "hexBinaryValue", "uriValue",
        "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "uom", "coordinateReferenceSystem",
    ];

    public static void Element(JsonElement value, string pointer, EventFaults faults)
    {
        ValueRules.Require(value, pointer, "sensorReport", faults);
        ValueRules.Members(value, pointer, faults, static (member, at, found) =>
        {
            switch (member.Name)
            {
                case "sensorMetadata":
                    ValueRules.Members(member.Value, at, found, static (part, place, list) =>
                        Known(OfMetadata, part, place, list));
                    return true;
                case "sensorReport":
                    ValueRules.Each(member.Value, at, found, static (report, place, list) =>
                        ValueRules.Members(report, place, list, static (part, here, all) =>
                            Known(OfReport, part, here, all)));
                    return true;
                default:
                    return false;
            }
        });
    }

    private static bool Known(string[] names, JsonProperty part, string pointer, EventFaults faults)
    {
        if (part.Name is "time" or "startTime" or "endTime" && names.Contains(part.Name))
        {
            ValueRules.Time(part.Value, pointer, faults);
        }

        return names.Contains(part.Name);
    }
}
