using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Http;

namespace TwistedThreads.Functions.Operations.Devices;

/// <summary>Enrols scanners.</summary>
public sealed class EnrolDevice(DeviceEnrolment enrolment)
{
    /// <summary>Enrols a scanner at a location; its key is shown this once.</summary>
    [Function(nameof(EnrolDevice))]
    [Authorize(Policy = Access.Operator)]
    [Consumes(typeof(DeviceEnrolment.EnrolBody), "application/json")]
    [ProducesResponseType<DeviceEnrolment.EnrolView>(200)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "devices")] HttpRequest request,
        CancellationToken cancellation) =>
        (await enrolment.EnrolAsync(request, cancellation)).Match(Answers.Ok, refusal => refusal.ToProblem());
}
