using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Conventions.Tests.Infrastructure;

/// <summary>Who gets in, and where to: front door, keys, secrets. Every rule answers with what breaks it.</summary>
internal static partial class Doors
{
    private static readonly string[] Reading = ["HEAD", "GET"];

    private static IEnumerable<(FunctionDescriptor Function, HttpTriggerAttribute Trigger, string Path)> Routes =>
        from function in ProgramNeeds.Functions
        let trigger = function.Trigger as HttpTriggerAttribute
        where trigger is not null
        select (function, trigger, $"/{ProgramNeeds.RoutePrefix}/{trigger.Route}");

    public static IEnumerable<string> LeadsToEveryRouteAndNoFurther(BicepTree tree) =>
        from route in FrontDoorRoutes(tree)
        where route.At("properties.cacheConfiguration") is null
        from pattern in BicepTree.TextsOf(route.At("properties.patternsToMatch"))
        where pattern != $"/{ProgramNeeds.RoutePrefix}/*"
        select $"{route.Name}: {pattern}";

    /// <summary>A shared answer is one that anybody may read and that says for how long it is good.</summary>
    public static IEnumerable<string> SharesOnlyTheShopWindow(BicepTree tree)
    {
        var patterns = FrontDoorRoutes(tree)
            .Where(route => route.At("properties.cacheConfiguration") is not null)
            .SelectMany(route => BicepTree.TextsOf(route.At("properties.patternsToMatch"))).ToList();
        var useless = patterns.Where(pattern => !Routes.Any(route => Matches(pattern, route.Path)))
            .Select(pattern => $"{pattern} leads nowhere");
        var personal =
            from route in Routes
            where patterns.Exists(pattern => Matches(pattern, route.Path))
            where route.Trigger.Methods.Any(method => !Reading.Contains(method, StringComparer.OrdinalIgnoreCase))
                || !route.Function.Method.IsDefined(typeof(AllowAnonymousAttribute), inherit: true)
                || !route.Function.Class.Namespace!.EndsWith(".Catalog", StringComparison.Ordinal)
            select $"{route.Function.Name} is not for sharing";
        return useless.Concat(personal);
    }

    public static IEnumerable<string> AsksARouteWhetherAllIsWell(BicepTree tree)
    {
        const string Probe = "properties.healthProbeSettings";
        var probes = tree.Resources.Where(resource => resource.At(Probe) is not null).ToList();
        var wrong =
            from probe in probes
            let path = probe.TextAt($"{Probe}.probePath")
            let method = probe.TextAt($"{Probe}.probeRequestType")
            where !Routes.Any(route => route.Path == path
                && route.Trigger.Methods.Contains(method!, StringComparer.OrdinalIgnoreCase)
                && route.Function.Method.IsDefined(typeof(AllowAnonymousAttribute), inherit: true))
            select $"{method} {path}";
        return probes.Count == 0 ? ["nothing is asked"] : wrong;
    }

    public static IEnumerable<string> AdmitsTheFrontDoorAlone(BicepTree tree) =>
        from app in tree.Resources
        where app.Type == "Microsoft.Web/sites"
        let rules = app.At("properties.siteConfig.ipSecurityRestrictions")
        let text = rules?.GetRawText() ?? ""
        where app.TextAt("properties.siteConfig.ipSecurityRestrictionsDefaultAction") != "Deny"
            || rules?.GetArrayLength() != 1
            || !text.Contains("AzureFrontDoor.Backend", StringComparison.Ordinal)
            || !text.Contains("x-azure-fdid", StringComparison.Ordinal)
        select app.Name;

    public static IEnumerable<string> OpensNothingByKey(BicepTree tree) =>
        from demand in new (string Type, string Member, string Value)[]
        {
            ("Microsoft.DocumentDB/databaseAccounts", "disableLocalAuth", "true"),
            ("Microsoft.ServiceBus/namespaces", "disableLocalAuth", "true"),
            ("Microsoft.Insights/components", "DisableLocalAuth", "true"),
            ("Microsoft.Storage/storageAccounts", "allowSharedKeyAccess", "false"),
            ("Microsoft.Storage/storageAccounts", "allowBlobPublicAccess", "false"),
            ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "allow", "false"),
        }
        let resources = tree.Resources.Where(one => one.Type == demand.Type && !one.Existing).ToList()
        where resources.Count == 0
            || resources.Exists(one => one.TextAt($"properties.{demand.Member}") != demand.Value)
        select $"{demand.Type}: {demand.Member} must be {demand.Value}";

    public static IEnumerable<string> HoldsNoSecret(BicepTree tree)
    {
        var calls =
            from file in tree.Files.Values
            from call in file.Calls
            where call.StartsWith("list", StringComparison.OrdinalIgnoreCase) || call == "getSecret"
            select $"{file.Path}: {call}()";
        var words =
            from file in tree.Files.Values
            from Match word in Secret().Matches(file.Text)
            select $"{file.Path}: {word.Value}";
        return calls.Concat(words);
    }

    private static IEnumerable<BicepDeclaration> FrontDoorRoutes(BicepTree tree) =>
        tree.Resources.Where(resource => resource.Type == "Microsoft.Cdn/profiles/afdEndpoints/routes");

    private static bool Matches(string pattern, string path) => pattern.EndsWith("/*", StringComparison.Ordinal)
        ? path.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
        : path.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"AccountKey=|SharedAccessKey|SharedAccessSignature|\bsv=\d{4}-|clientSecret|primaryKey|secondaryKey|@secure",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
