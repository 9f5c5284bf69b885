using System.Net;
using System.Xml;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Inventory;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Operations;

/// <summary>Sign-in, scanners and clock for development: in the embedded home only,
/// and only from the same machine.</summary>
public sealed class DevelopmentAid(
    DevelopmentTokens tokens, DeviceRegistry devices, Locations locations, ShopClock clock, SqliteFile file)
{
    private static readonly TimeSpan LongestLeap = TimeSpan.FromDays(400);

    /// <summary>Issues a short-lived token for any role.</summary>
    [Function("SignInForDevelopment")]
    [AllowAnonymous]
    [Consumes(typeof(SignInBody), "application/json")]
    [ProducesResponseType<SignInView>(200)]
    public async Task<IResult> SignInAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/sign-in")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await Local(request).ThenAsync(_ => request.ReadAsync<SignInBody>(cancellation));
        var person = body.Then(Check);
        return person.Match(
            known => Answers.Ok(new SignInView(tokens.Issue(known.Name, known.Roles))),
            refusal => refusal.ToProblem());
    }

    /// <summary>Enrols a scanner at a location; its key is shown this once.</summary>
    [Function("EnrolDeviceForDevelopment")]
    [AllowAnonymous]
    [Consumes(typeof(EnrolBody), "application/json")]
    [ProducesResponseType<EnrolView>(200)]
    public async Task<IResult> EnrolAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/devices")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await Local(request).ThenAsync(_ => request.ReadAsync<EnrolBody>(cancellation));
        var location = body.Then<LocationId>(wanted =>
            LocationId.TryParse(wanted.Location, out var id) && locations.Find(id) is not null
                ? id
                : Refusal.Invalid("location.unknown", "/location", "There is no such location."));
        if (location.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var (device, key) = await devices.EnrolAsync(location.Value, cancellation);
        return Answers.Ok(new EnrolView(device.Id, key));
    }

    /// <summary>Moves the shop's clock ahead, so that a day or a season can be played.</summary>
    [Function("AdvanceClockForDevelopment")]
    [AllowAnonymous]
    [Consumes(typeof(ClockBody), "application/json")]
    [ProducesResponseType<ClockView>(200)]
    public async Task<IResult> AdvanceClockAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/clock")] HttpRequest request,
        CancellationToken cancellation)
    {
        var body = await Local(request).ThenAsync(_ => request.ReadAsync<ClockBody>(cancellation));
        var leap = body.Then(Leap);
        return leap.IsRefused
            ? leap.Refusal!.ToProblem()
            : Answers.Ok(new ClockView(await clock.AdvanceAsync(file, leap.Value, cancellation)));
    }

    public static Result<bool> Local(HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            ? true
            : new Refusal(RefusalKind.Forbidden, "access.local-only", "This address answers only the same machine.");

    private static Result<SignInBody> Check(SignInBody body) =>
        body.Name.Length is 0 or > 64 || body.Name.Any(char.IsControl)
            ? Refusal.Invalid("sign-in.bad-name", "/name", "A name has 1 to 64 characters.")
        : body.Roles.Count is 0 or > 6 || body.Roles.Any(role => !Access.Roles.Contains(role))
            ? Refusal.Invalid("sign-in.unknown-role", "/roles", $"Roles are {string.Join(", ", Access.Roles)}.")
        : body;

    private static Result<TimeSpan> Leap(ClockBody body)
    {
        try
        {
            var leap = XmlConvert.ToTimeSpan(body.Advance);
            return leap >= TimeSpan.Zero && leap <= LongestLeap ? leap : Refused();
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            return Refused();
        }

        static Refusal Refused() => Refusal.Invalid(
            "clock.bad-advance", "/advance", "An ISO 8601 duration from PT0S to P400D, such as P1D.");
    }

    public sealed record SignInBody(string Name, IReadOnlyList<string> Roles);

    public sealed record SignInView(string Token);

    public sealed record EnrolBody(string Location);

    public sealed record EnrolView(string DeviceId, string Key);

    public sealed record ClockBody(string Advance);

    public sealed record ClockView(DateTimeOffset Now);
}
