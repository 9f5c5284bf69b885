using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Identity;

namespace TwistedThreads.Functions.Operations;

/// <summary>Recognises callers: people as the home's sign-in tells, scanners by their device key.</summary>
public sealed class ShopAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ISignIn signIn,
    DeviceRegistry devices)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "shop";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var person = signIn.Read(Request);
        if (person.Fault is { } fault)
        {
            return AuthenticateResult.Fail(fault);
        }

        if (person.Name is { } name)
        {
            return Recognised(name, person.Roles.Where(Access.Roles.Contains));
        }

        var key = Request.Headers[DeviceDoor.KeyHeader].ToString();
        if (key.Length == 0)
        {
            return AuthenticateResult.NoResult();
        }

        return await devices.RecogniseAsync(key, Context.RequestAborted) is { } device
            ? Recognised(device.Id, [Access.Device], new Claim(Access.LocationClaim, device.Location.Value))
            : AuthenticateResult.Fail("No device has this key.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Faults.AnswerStatusAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Faults.AnswerStatusAsync(Context);
    }

    private static AuthenticateResult Recognised(string name, IEnumerable<string> roles, params Claim[] more)
    {
        var claims = roles.Select(role => new Claim(ClaimTypes.Role, role))
            .Append(new Claim(ClaimTypes.Name, name))
            .Concat(more);
        var identity = new ClaimsIdentity(claims, Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }
}
