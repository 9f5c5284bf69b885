using System.Text.RegularExpressions;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>Settings of the apps, held against the program. Every rule answers with what breaks it.</summary>
internal static partial class AppConfiguration
{
    // On Flex Consumption these come from functionAppConfig, or hold a key.
    private static readonly string[] Refused =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "AzureWebJobsStorage",
    ];

    // Read by the Functions host, not by the program.
    private static readonly string[] OfTheHost =
        ["APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING"];

    // What each connection is made of; the first three of Cosmos and of Service Bus are read by triggers as well.
    private static readonly Dictionary<string, string[]> Connections = new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = ["accountName", "credential", "clientId"],
        ["Cosmos"] = ["accountEndpoint", "credential", "clientId"],
        ["ServiceBus"] = ["fullyQualifiedNamespace", "credential", "clientId"],
        ["Storage"] = ["blobServiceUri", "credential", "clientId"],
    };

    private static IEnumerable<string> OfConnections =>
        Connections.SelectMany(connection => connection.Value.Select(part => $"{connection.Key}__{part}"));

    // A connection string has a key in it, and is for emulators.
    private static readonly string[] OfEmulators = ["Cosmos"];

    private static IEnumerable<string> OfTheProgram =>
        Settings.Values.Keys.Except(Refused).Except(OfEmulators).Except(OfConnections);

    public static IEnumerable<string> SetsWhatIsRead(BicepTree tree) =>
        OfTheProgram.Concat(OfConnections).Concat(OfTheHost).Except(tree.AppSettings().Keys);

    public static IEnumerable<string> SetsNothingElse(BicepTree tree) =>
        tree.AppSettings().Keys.Except(OfTheProgram).Except(OfConnections).Except(OfTheHost);

    public static IEnumerable<string> KnowsTheConnectionsOfTriggers(BicepTree tree) =>
        from connection in ProgramNeeds.Connections
        where !tree.AppSettings().ContainsKey($"{connection}__credential")
        select connection;

    public static IEnumerable<string> UsesIdentitiesOnly(BicepTree tree) =>
        from setting in tree.AppSettings()
        where setting.Key.EndsWith("__credential", StringComparison.Ordinal) && setting.Value != "managedidentity"
        select $"{setting.Key} = {setting.Value}";

    public static IEnumerable<string> HasSchedulesThatCanBeRead(BicepTree tree) =>
        from setting in tree.AppSettings()
        where setting.Key.EndsWith("Schedule", StringComparison.Ordinal)
        let schedule = Computed().Replace(setting.Value, "1").Trim('\'')
        where !CanBeRead(schedule)
        select $"{setting.Key} = {setting.Value}";

    /// <summary>The runtime that ours is for, without settings that would contradict it.</summary>
    public static IEnumerable<string> RunsTheProgramAsItIs(BicepTree tree) =>
        from app in tree.Resources
        where app.Type == "Microsoft.Web/sites"
            && (app.TextAt("properties.functionAppConfig.runtime.name") != "custom"
                || app.TextAt("properties.functionAppConfig.runtime.version") != "1.0"
                || app.At("properties.siteConfig.appSettings") is not null
                || app.TextAt("properties.siteConfig.linuxFxVersion") is not null)
        select app.Name;

    private static bool CanBeRead(string schedule)
    {
        try
        {
            NCrontab.Parse(schedule);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\$\{[^}]*\}")]
    private static partial Regex Computed();
}
