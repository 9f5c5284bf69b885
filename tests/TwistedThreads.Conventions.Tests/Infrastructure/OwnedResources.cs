using System.Text.Json;
using System.Xml;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>Queues, containers and alarms, held against the program. Every rule answers with what breaks it.</summary>
internal static class OwnedResources
{
    // Service Bus: a lock lasts five minutes at most.
    private static readonly TimeSpan LongestLock = TimeSpan.FromMinutes(5);

    public static IEnumerable<string> HasTheQueuesOfTheProgram(BicepTree tree) => Difference(
        ProgramNeeds.Queues, tree.CallsOf("queue").Select(queue => queue.TextAt("params.name")!));

    public static IEnumerable<string> HasTheContainersOfTheProgram(BicepTree tree) => Difference(
        ProgramNeeds.Containers.Select(container => Line(
            container.Name, container.PartitionKey, container.Indexes.Select(index => index.Field).Distinct())),
        tree.CallsOf("cosmos-container").Select(container => Line(
            container.TextAt("params.name")!,
            container.TextAt("params.partitionKey")!,
            BicepTree.TextsOf(container.At("params.indexedFields")))));

    public static IEnumerable<string> HasTheLeasesOfTheProgram(BicepTree tree) => Difference(
        ProgramNeeds.LeaseContainers.Select(name => $"{name} by [\"/id\"]"),
        tree.Resources
            .Where(resource => resource.Type.EndsWith("/sqlDatabases/containers", StringComparison.Ordinal))
            .Where(resource => resource.TextAt("name") != "name")
            .Select(resource => resource.TextAt("name")
                + $" by {resource.TextAt("properties.resource.partitionKey.paths")?.Replace('\'', '"')}"));

    /// <summary>Pages go by partition key and id; filters by kind and declared members; nothing else is worth its
    /// request units.</summary>
    public static IEnumerable<string> IndexesWhatIsAskedFor(BicepTree tree)
    {
        var file = tree.Module("cosmos-container");
        var container = file.Resources.Single(resource => !resource.Existing);
        const string Policy = "properties.resource.indexingPolicy";
        var included = container.TextAt($"{Policy}.includedPaths") ?? "";
        var composite = container.TextAt($"{Policy}.compositeIndexes") ?? "";
        return Unless(
            (included.Contains("'/kind/?'", StringComparison.Ordinal), "the kind is not indexed"),
            (included.Contains("'/${partitionKey}/?'", StringComparison.Ordinal), "the partition key is not indexed"),
            (included.Contains("fieldPaths", StringComparison.Ordinal)
                && file.Values["fieldPaths"].GetRawText().Contains("/body/${field}/?", StringComparison.Ordinal),
                "declared members are not indexed"),
            (container.TextAt($"{Policy}.excludedPaths")?.Contains("\"/*\"", StringComparison.Ordinal) == true,
                "the rest is not excluded"),
            (composite.IndexOf("/${partitionKey}", StringComparison.Ordinal) is var first and >= 0
                && composite.IndexOf("\"/id\"", StringComparison.Ordinal) > first
                && !composite.Contains("descending", StringComparison.Ordinal),
                "pages over all partitions have no index"),
            (container.TextAt("properties.resource.defaultTtl") == "-1", "time to live is not switched on"));
    }

    /// <summary>The program parks a message before the broker gives it up, and holds it while it works on it.</summary>
    public static IEnumerable<string> GivesTheProgramItsTime(BicepTree tree)
    {
        var file = tree.Module("queue");
        var queue = file.Resources.Single(resource => !resource.Existing);
        var calls = tree.CallsOf("queue").ToList();
        var locks = Values("lockDuration").Select(value => XmlConvert.ToTimeSpan(value.GetString()!)).ToList();
        var deliveries = Values("maxDeliveryCount").Select(value => value.GetInt32()).ToList();
        return Unless(
            (locks.TrueForAll(time => time > ProgramNeeds.Patience && time <= LongestLock),
                $"a lock must outlast {ProgramNeeds.Patience} and end by {LongestLock}"),
            (deliveries.TrueForAll(count => count > ProgramNeeds.LastDelivery),
                $"there must be more than {ProgramNeeds.LastDelivery} deliveries"),
            (queue.TextAt("properties.lockDuration") == "lockDuration", "the lock is not the parameter's"),
            (queue.TextAt("properties.maxDeliveryCount") == "maxDeliveryCount", "deliveries are not the parameter's"),
            (queue.TextAt("properties.requiresDuplicateDetection") == "true", "duplicates are not detected"),
            (queue.TextAt("properties.deadLetteringOnMessageExpiration") == "true", "what grows too old is dropped"));

        IEnumerable<JsonElement> Values(string name) => calls
            .Select(call => call.At($"params.{name}")).OfType<JsonElement>()
            .Append(file.Parameters.Single(parameter => parameter.Name == name).Default);
    }

    public static IEnumerable<string> RaisesAnAlarmForEveryQueue(BicepTree tree) => Difference(
        ProgramNeeds.Queues,
        tree.CallsOf("alert")
            .Where(alert => alert.TextAt("params.metric.metricName") == "ActiveMessages")
            .SelectMany(alert => alert.At("params.metric.dimensions")!.Value.EnumerateArray())
            .SelectMany(dimension => BicepTree.TextsOf(dimension.GetProperty("values"))));

    /// <summary>The program says it in these words when a message is set aside.</summary>
    public static IEnumerable<string> HearsOfParkedMessages(BicepTree tree) => Unless(
        (tree.CallsOf("log-alert").Any(alert =>
            alert.TextAt("params.query")?.Split('"') is [_, { Length: > 5 } words, _]
            && ProgramNeeds.ParkedLine.StartsWith(words, StringComparison.Ordinal)),
            $"no alarm listens for: {ProgramNeeds.ParkedLine}"));

    private static string Line(string name, string partitionKey, IEnumerable<string> fields) =>
        $"{name} by {partitionKey}, finding by [{string.Join(", ", fields.Order(StringComparer.Ordinal))}]";

    private static IEnumerable<string> Difference(IEnumerable<string> program, IEnumerable<string> bicep)
    {
        var (wanted, found) = (program.Order().ToList(), bicep.Order().ToList());
        return wanted.Except(found).Select(name => $"only in the program: {name}")
            .Concat(found.Except(wanted).Select(name => $"only in Bicep: {name}"))
            .Concat(found.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => $"twice: {same.Key}"));
    }

    private static IEnumerable<string> Unless(params (bool Holds, string Otherwise)[] demands) =>
        demands.Where(demand => !demand.Holds).Select(demand => demand.Otherwise);
}
