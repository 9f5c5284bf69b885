using Azure.Core;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Asks for tokens for the account, whichever of its regional endpoints a client speaks to: the directory
/// knows only the account.</summary>
public sealed class AccountCredential(TokenCredential inner, Uri account) : TokenCredential
{
    private readonly string[] _scopes = [$"https://{account.Host}/.default"];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        inner.GetToken(ForAccount(requestContext), cancellationToken);

    public override ValueTask<AccessToken> GetTokenAsync(
        TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        inner.GetTokenAsync(ForAccount(requestContext), cancellationToken);

    private TokenRequestContext ForAccount(TokenRequestContext asked) =>
        new(_scopes, asked.ParentRequestId, asked.Claims, asked.TenantId, asked.IsCaeEnabled);
}
