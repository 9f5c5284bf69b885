using System.Security.Claims;
using TwistedThreads.Functions.Operations;

namespace TwistedThreads.Functions.Tests.OnAzure;

/// <summary>A directory knows many people who do not work here.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(false, "customer")]
    [InlineData(false, "device")]
    [InlineData(true, "shop")]
    [InlineData(true, "customer", "planner")]
    public void Staff_is_who_has_a_role_of_staff(bool isStaff, params string[] roles)
    {
        var claims = roles.Select(role => new Claim(ClaimTypes.Role, role)).Append(new Claim(ClaimTypes.Name, "aad|7"));

        Assert.Equal(isStaff, Access.IsStaff(new ClaimsPrincipal(new ClaimsIdentity(claims, "shop"))));
    }
}
