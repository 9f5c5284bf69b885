using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Operations;

/// <summary>Gives out the description of the API. A function like any other: on Azure the host passes on nothing
/// else.</summary>
public sealed class DescribeShop([FromKeyedServices("v1")] IOpenApiDocumentProvider descriptions)
{
    private volatile string? _text;

    [Function(nameof(DescribeShop))]
    [AllowAnonymous]
    [ExcludeFromDescription]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request,
        CancellationToken cancellation)
    {
        _text ??= await (await descriptions.GetOpenApiDocumentAsync(cancellation))
            .SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellation);
        return TypedResults.Content(_text, "application/json;charset=utf-8");
    }
}
