using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace TwistedThreads.Functions.Operations;

/// <summary>Who may call what. Every route names one of these policies, or is open to everybody.</summary>
public static class Access
{
    /// <summary>Everybody who works here, in any role.</summary>
    public const string Staff = "staff";

    /// <summary>Staff, or a device of the floor.</summary>
    public const string Floor = "floor";

    /// <summary>A scanner with its key.</summary>
    public const string Device = "device";

    /// <summary>Who works with goods: warehouse, shops, planners and operators.</summary>
    public const string Stock = "stock";

    /// <summary>Whoever may tell what happened to stock: those of the stock desk, or a device of the floor.</summary>
    public const string Capture = "capture";

    public const string Finance = "finance";

    public const string Planner = "planner";

    public const string Operator = "operator";

    /// <summary>Claim of a device: the location that it is bound to.</summary>
    public const string LocationClaim = "location";

    public static IReadOnlyList<string> Roles { get; } =
        ["customer", "warehouse", "shop", "planner", "finance", "operator"];

    private static readonly string[] StaffRoles = ["warehouse", "shop", "planner", "finance", "operator"];

    /// <summary>Whether somebody works here. To have signed in is not enough: a directory knows many people.</summary>
    public static bool IsStaff(System.Security.Claims.ClaimsPrincipal person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return StaffRoles.Any(person.IsInRole);
    }

    /// <summary>Whether somebody may see what the books expect of a shelf that is being counted.</summary>
    public static bool SeesBehindCounts(System.Security.Claims.ClaimsPrincipal person)
    {
        ArgumentNullException.ThrowIfNull(person);
        return person.IsInRole("planner") || person.IsInRole("operator");
    }

    public static void AddShopAccess(this IServiceCollection services)
    {
        // The core alone: the rest would set up key rings for cookies, which nobody here uses.
        services.AddAuthenticationCore().AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ShopAuthentication>(
            ShopAuthentication.Scheme, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Staff, policy => policy.Requiring(StaffRoles))
            .AddPolicy(Floor, policy => policy.Requiring([.. StaffRoles, Device]))
            .AddPolicy(Device, policy => policy.Requiring(Device))
            .AddPolicy(Stock, policy => policy.Requiring("warehouse", "shop", "planner", "operator"))
            .AddPolicy(Capture, policy => policy.Requiring("warehouse", "shop", "planner", "operator", Device))
            .AddPolicy(Finance, policy => policy.Requiring("finance", "operator"))
            .AddPolicy(Planner, policy => policy.Requiring("planner", "operator"))
            .AddPolicy(Operator, policy => policy.Requiring("operator"));
    }

    private static void Requiring(this AuthorizationPolicyBuilder policy, params string[] roles) =>
        policy.AddAuthenticationSchemes(ShopAuthentication.Scheme).RequireAuthenticatedUser().RequireRole(roles);
}
