using Azure.Core;
using Azure.Core.Pipeline;

namespace TwistedThreads.Functions.Platform.Messaging;

/// <summary>Puts an Entra token on each request; a new one when the broker refused the one at hand.</summary>
public sealed class ServiceBusTokenPolicy(TokenCredential credential)
    : BearerTokenAuthenticationPolicy(credential, Scope)
{
    public const string Scope = "https://servicebus.azure.net/.default";

    // Claims make a credential pass over its cache; these ask for nothing else.
    private const string NoClaims = """{"access_token":{}}""";

    /// <summary>Makes this request carry a token that was not in use before.</summary>
    public static void Renew(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.SetProperty(nameof(Renew), true);
    }

    protected override ValueTask AuthorizeRequestAsync(HttpMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.TryGetProperty(nameof(Renew), out _)
            ? AuthenticateAndAuthorizeRequestAsync(message, new TokenRequestContext([Scope], claims: NoClaims))
            : base.AuthorizeRequestAsync(message);
    }
}
