using System.Text;
using System.Text.RegularExpressions;
using TwistedThreads.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.Fuzzing;

/// <summary>Makes the n-th request of a seeded attack; each is made independently of the others.</summary>
public sealed partial class AttackPlan(int seed, IReadOnlyList<Route> routes, LiveNames names)
{
    private static readonly Identity[] Impostors =
    [
        Identity.Nobody, Identity.SignedIn("forged.token.here"), Identity.Device("no-such-key"),
        Identity.CartOwner("stolen"), Identity.OrderOwner("stolen"),
    ];

    /// <param name="number">Every route gets its turn: the number modulo the count of routes chooses it.</param>
    /// <param name="staff">A signed-in member of staff with every role.</param>
    public Attack Make(int number, Identity staff)
    {
        var chance = new Generator(unchecked((seed * 1_000_003) + number));
        var route = routes[number % routes.Count];
        var method = chance.Chance(0.94) ? route.Method : chance.OneOf(Hostile.Methods);
        var withBody = method is not ("GET" or "HEAD" or "TRACE") && (route.TakesBody || chance.Chance(0.2));
        var body = withBody ? new Mutation(chance).Spoil(new ValidBody(names, chance).Make(route)) : null;
        var contentType = chance.Chance(0.93) ? "application/json" : chance.OneOf(Hostile.ContentTypes);
        var target = Path(route, chance) + Query(route, chance);
        var request = target + (body is null ? "" : Encoding.UTF8.GetString(body));
        return new Attack(number, route, method, target, Headers(chance, staff, request), body, contentType);
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter { get; }

    private string Path(Route route, Generator chance)
    {
        var path = Parameter.Replace(route.Path, match =>
        {
            var live = chance.Chance(0.7) ? names.Find(match.Groups[1].Value, route.Path, chance) : null;
            return live is null ? chance.OneOf(Hostile.PathParts) : Uri.EscapeDataString(live);
        });
        return chance.Between(0, 99) switch
        {
            0 => path + "/",
            1 => path + "/" + chance.OneOf(Hostile.PathParts),
            2 => path.ToUpperInvariant(),
            3 => path.Replace("/api/", "/api//", StringComparison.Ordinal),
            _ => path,
        };
    }

    private static string Query(Route route, Generator chance)
    {
        var wanted = route.Query.Where(_ => chance.Chance(0.5)).ToList();
        if (chance.Chance(0.15))
        {
            wanted.Add(chance.OneOf<string>(["limit", "cursor", "q", "sort", "unknown", "limit", "a%5B%5D", ""]));
        }

        var query = wanted.Select(name => $"{name}={QueryValue(name, chance)}");
        return wanted.Count == 0 ? "" : "?" + string.Join('&', query);
    }

    private static string QueryValue(string name, Generator chance) => (name, chance.Chance(0.3)) switch
    {
        ("limit", true) => "5",
        ("q", true) => "crew%20navy",
        ("category", true) => "tees",
        ("sort", true) => "-price",
        _ => chance.OneOf(Hostile.QueryValues),
    };

    private List<(string Name, string Value)> Headers(Generator chance, Identity staff, string request)
    {
        var headers = new List<(string Name, string Value)>();
        var who = chance.Between(0, 9) switch
        {
            < 4 => staff,
            < 8 => names.KeyHolder(request, chance),
            _ => chance.OneOf(Impostors),
        };
        if (who.IsSomebody)
        {
            headers.Add((who.Header, who.Value));
        }

        if (chance.Chance(0.6))
        {
            headers.Add(("Idempotency-Key", $"\"key-{chance.Between(1, 1_000_000)}\""));
        }

        if (chance.Chance(0.15))
        {
            headers.Add(chance.OneOf(Hostile.Headers));
        }

        return headers;
    }
}
