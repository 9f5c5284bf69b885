namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>What is deployed is what the program needs: the Bicep files held against the program.</summary>
public sealed class InfrastructureTests
{
    private static readonly Dictionary<string, (string Demand, Func<BicepTree, IEnumerable<string>> Breaches)> Rules =
        new(StringComparer.Ordinal)
        {
            ["parses"] = ("The grammar reads every file.", BicepShape.Parses),
            ["described"] = ("Files, parameters (with their unit) and outputs say what for.", BicepShape.IsDescribed),
            ["page"] = ("A module has at most 60 lines, a line 120 columns.", BicepShape.FitsThePage),
            ["environment"] = ("What differs is a value in environments/.", BicepShape.AsksForNoEnvironment),
            ["environments"] = ("Environments differ in values only.", BicepShape.HasEnvironmentsOfOneShape),
            ["calls"] = ("A module is called as it is declared.", BicepShape.CallsModulesAsTheyAre),
            ["outputs"] = ("A module has no such output.", BicepShape.ReadsOutputsThatExist),
            ["unused"] = ("Nothing uses it; take it out.", BicepShape.UsesWhatItDeclares),
            ["queues"] = ("Queues are those of the program.", OwnedResources.HasTheQueuesOfTheProgram),
            ["queue"] = ("A queue leaves the program its time.", OwnedResources.GivesTheProgramItsTime),
            ["backlogs"] = ("A queue that grows is noticed.", OwnedResources.RaisesAnAlarmForEveryQueue),
            ["parked"] = ("A parked message is noticed.", OwnedResources.HearsOfParkedMessages),
            ["containers"] = ("Containers are those of the program.", OwnedResources.HasTheContainersOfTheProgram),
            ["leases"] = ("Change feeds have a place for leases.", OwnedResources.HasTheLeasesOfTheProgram),
            ["indexes"] = ("Containers index what is asked for.", OwnedResources.IndexesWhatIsAskedFor),
            ["settings"] = ("Set it in infra-bicep/main.bicep.", AppConfiguration.SetsWhatIsRead),
            ["idle"] = ("Nothing reads it, or Flex Consumption refuses it.", AppConfiguration.SetsNothingElse),
            ["connections"] = ("A trigger's connection is set.", AppConfiguration.KnowsTheConnectionsOfTriggers),
            ["identities"] = ("Connections use the app's identity.", AppConfiguration.UsesIdentitiesOnly),
            ["schedules"] = ("A schedule is NCRONTAB.", AppConfiguration.HasSchedulesThatCanBeRead),
            ["runtime"] = ("The runtime is custom 1.0, told once.", AppConfiguration.RunsTheProgramAsItIs),
            ["routes"] = ("The front door leads to the API only.", Doors.LeadsToEveryRouteAndNoFurther),
            ["shared"] = ("Only the shop window is kept at the edge.", Doors.SharesOnlyTheShopWindow),
            ["probe"] = ("The probe asks a route that anybody may ask.", Doors.AsksARouteWhetherAllIsWell),
            ["door"] = ("Apps admit our front door alone.", Doors.AdmitsTheFrontDoorAlone),
            ["keys"] = ("Nothing opens by key.", Doors.OpensNothingByKey),
            ["secrets"] = ("There is no secret to be had.", Doors.HoldsNoSecret),
        };

    public static TheoryData<string> AllRules => [.. Rules.Keys];

    [BicepTheory]
    [MemberData(nameof(AllRules))]
    public void The_infrastructure_keeps_the_rule(string rule) =>
        Verdict.None(Rules[rule].Demand, Rules[rule].Breaches(BicepTree.OfRepository));

    [BicepFact]
    public void There_are_files_to_read() => Assert.True(BicepTree.OfRepository.Files.Count > 20);

    [BicepTheory]
    [InlineData("parses", "modules/queue.bicep", "param name string", "param name = string =")]
    [InlineData("described", "modules/queue.bicep", "metadata description", "metadata title")]
    [InlineData("described", "main.bicep", "Count a minute.", "Many.")]
    [InlineData("page", "modules/alert.bicep", "resource alert", "\n\n\n\n\n\nresource alert")]
    [InlineData("environment", "modules/queue.bicep", "'PT1H'", "name == 'prod' ? 'PT1H' : 'PT5M'")]
    [InlineData("environments", "environments/test.bicepparam", "param probeSeconds", "param probeMinutes")]
    [InlineData("calls", "capabilities/orders.bicep", "partitionKey: 'orderId'", "partition: 'orderId'")]
    [InlineData("calls", "capabilities/all.bicep", "'orders.bicep'", "'order.bicep'")]
    [InlineData("outputs", "main.bicep", "outputs.clientId", "outputs.applicationId")]
    [InlineData("unused", "modules/queue.bicep", "defaultMessageTimeToLive: timeToLive", "status: 'Active'")]
    [InlineData("queues", "capabilities/orders.bicep", "name: 'order-placed' }", "name: 'orders-placed' }")]
    [InlineData("queue", "modules/queue.bicep", "'PT2M'", "'PT20S'")]
    [InlineData("queue", "modules/queue.bicep", "int = 20", "int = 5")]
    [InlineData("queue", "modules/queue.bicep", "DuplicateDetection: true", "DuplicateDetection: false")]
    [InlineData("backlogs", "capabilities/scanners.bicep", "values: ['scan-captured']", "values: ['scans']")]
    [InlineData("parked", "capabilities/operations.bicep", "Parked message", "Message parked")]
    [InlineData("containers", "capabilities/inventory.bicep", "'expiresAt'", "'endsAt'")]
    [InlineData("containers", "capabilities/finance.bicep", "'day'", "'month'")]
    [InlineData("leases", "platform/cosmos-account.bicep", "paths: ['/id']", "paths: ['/key']")]
    [InlineData("indexes", "modules/cosmos-container.bicep", "defaultTtl: -1", "defaultTtl: 3600")]
    [InlineData("indexes", "modules/cosmos-container.bicep", "{ path: '/id', order: 'ascending' }", "{ path: '/a' }")]
    [InlineData("settings", "main.bicep", "CosmosDatabase:", "CosmosDatabaseName:")]
    [InlineData("idle", "main.bicep", "CosmosDatabase:", "FUNCTIONS_WORKER_RUNTIME: 'custom'\n      CosmosDatabase:")]
    [InlineData("connections", "main.bicep", "ServiceBus__credential", "ServiceBus_credential")]
    [InlineData("identities", "main.bicep", "Cosmos__credential: 'managedidentity'", "Cosmos__credential: 'key'")]
    [InlineData("schedules", "main.bicep", "'0 30 ${region", "'30 ${region")]
    [InlineData("runtime", "platform/function-app.bicep", "name: 'custom'", "name: 'dotnet-isolated'")]
    [InlineData("routes", "platform/front-door.bicep", "['/api/*']", "['/*']")]
    [InlineData("shared", "platform/front-door.bicep", "'/api/search'", "'/api/search', '/api/carts/*'")]
    [InlineData("probe", "platform/front-door.bicep", "/api/health/ready", "/health")]
    [InlineData("door", "platform/function-app.bicep", "DefaultAction: 'Deny'", "DefaultAction: 'Allow'")]
    [InlineData("keys", "platform/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true")]
    [InlineData("secrets", "platform/service-bus.bicep", "= namespace.id", "= namespace.listKeys().primaryKey")]
    public void A_breach_of_the_rule_would_be_found(string rule, string path, string before, string after) =>
        Assert.NotEmpty(Rules[rule].Breaches(BicepTree.With(path, before, after)));
}
