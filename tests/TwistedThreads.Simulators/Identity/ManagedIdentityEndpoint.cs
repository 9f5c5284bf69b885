using System.Globalization;
using Microsoft.AspNetCore.Http;
using TwistedThreads.Simulators.Tls;

namespace TwistedThreads.Simulators.Identity;

/// <summary>Plays the local endpoint from which an App Service or Functions app gets tokens of its managed identity.
/// </summary>
/// <remarks>Source: Microsoft Learn, "Managed identities for App Service and Azure Functions", REST protocol, version
/// 2019-08-01.</remarks>
public sealed class ManagedIdentityEndpoint : IAsyncDisposable
{
    public const string SystemAssigned = "11111111-0000-4000-8000-00000000000a";
    private const string Version = "2019-08-01";
    private readonly SimulatedTokens _tokens;
    private readonly IReadOnlyList<string> _userAssigned;
    private readonly LoopbackServer _server;
    private int _requests;
    private int _failures;

    private ManagedIdentityEndpoint(SimulatedTokens tokens, IReadOnlyList<string> userAssigned)
    {
        _tokens = tokens;
        _userAssigned = userAssigned;
        _server = new LoopbackServer(AnswerAsync, null);
    }

    /// <summary>What the platform puts into the environment of the app.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["IDENTITY_ENDPOINT"] = new Uri(_server.Address, "msi/token").ToString(),
        ["IDENTITY_HEADER"] = Header,
    };

    /// <summary>Keeps requests out that somebody tricked the app into making.</summary>
    public string Header { get; } = "simulated-identity-header";

    /// <summary>Requests seen so far.</summary>
    public int Requests => _requests;

    /// <param name="tokens">Whose tokens it hands out.</param>
    /// <param name="userAssigned">Client ids of the identities that the app has beside its own.</param>
    public static async Task<ManagedIdentityEndpoint> StartAsync(SimulatedTokens tokens, params string[] userAssigned)
    {
        var endpoint = new ManagedIdentityEndpoint(tokens, userAssigned);
        await endpoint._server.StartAsync();
        return endpoint;
    }

    /// <summary>Answers the next requests with 500.</summary>
    public void Fail(int times) => Interlocked.Exchange(ref _failures, times);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var query = context.Request.Query;
        string? clientId = query["client_id"];
        string? resource = query["resource"];
        if (context.Request.Path != "/msi/token" || !HttpMethods.IsGet(context.Request.Method))
        {
            return RefuseAsync(context, StatusCodes.Status404NotFound, "There is nothing here.");
        }

        if (context.Request.Headers["X-IDENTITY-HEADER"] != Header)
        {
            return RefuseAsync(context, StatusCodes.Status401Unauthorized, "X-IDENTITY-HEADER is missing or wrong.");
        }

        if (query["api-version"] != Version || string.IsNullOrEmpty(resource))
        {
            return RefuseAsync(context, StatusCodes.Status400BadRequest, $"It takes api-version={Version}, resource.");
        }

        if (clientId is not null && !_userAssigned.Contains(clientId, StringComparer.OrdinalIgnoreCase))
        {
            return RefuseAsync(
                context, StatusCodes.Status400BadRequest,
                "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.");
        }

        return Interlocked.Decrement(ref _failures) >= 0
            ? RefuseAsync(context, StatusCodes.Status500InternalServerError, "The identity service is in trouble.")
            : HandOutAsync(context, resource, clientId ?? SystemAssigned);
    }

    private Task HandOutAsync(HttpContext context, string resource, string clientId)
    {
        var token = _tokens.Issue(resource, clientId);
        return context.Response.WriteAsJsonAsync(
            new
            {
                access_token = token,
                expires_on = _tokens.Verify(token)!.ExpiresOn.ToUnixTimeSeconds()
                    .ToString(CultureInfo.InvariantCulture),
                resource,
                token_type = "Bearer",
                client_id = clientId,
            },
            context.RequestAborted);
    }

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { statusCode = status, message }, context.RequestAborted);
    }
}
