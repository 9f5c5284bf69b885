using System.Net;
using System.Xml;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Functions.Operations.Devices;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Platform.Sqlite;

namespace TwistedThreads.Functions.Operations;

/// <summary>Sign-in, scanners and clock for development: in the embedded home only,
/// and only from the same machine.</summary>
[EmbeddedOnly]
public sealed class DevelopmentAid(
    DevelopmentTokens tokens, DeviceEnrolment enrolment, ShopClock clock, SqliteFile file)
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

    /// <summary>Enrols a scanner as <see cref="EnrolDevice"/> does, without asking who wants it.</summary>
    [Function("EnrolDeviceForDevelopment")]
    [AllowAnonymous]
    [Consumes(typeof(DeviceEnrolment.EnrolBody), "application/json")]
    [ProducesResponseType<DeviceEnrolment.EnrolView>(200)]
    public async Task<IResult> EnrolAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/devices")] HttpRequest request,
        CancellationToken cancellation)
    {
        var enrolled = await Local(request).ThenAsync(_ => enrolment.EnrolAsync(request, cancellation));
        return enrolled.Match(Answers.Ok, refusal => refusal.ToProblem());
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

    public sealed record ClockBody(string Advance);

    public sealed record ClockView(DateTimeOffset Now);
}
