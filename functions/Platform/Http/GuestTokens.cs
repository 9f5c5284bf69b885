using System.Security.Cryptography;
using System.Text;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Platform.Http;

/// <summary>Unguessable tokens by which guests own their cart and order. A token follows from the id and our key, so
/// that a repeated request is answered with the same one and none is stored.</summary>
public sealed class GuestTokens(Signer signer)
{
    public string For(string id) => signer.Sign("guest", id).Split('.')[1];

    /// <summary>Whether the header carries the token of this id.</summary>
    public Result<bool> Check(HttpRequest request, string header, string id)
    {
        ArgumentNullException.ThrowIfNull(request);
        var given = request.Headers[header].ToString();
        return given.Length == 0
            ? new Refusal(RefusalKind.Unauthenticated, "access.token-required", $"Send the token in header {header}.")
            : CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(For(id)))
                ? true
                : new Refusal(RefusalKind.Forbidden, "access.wrong-token", $"The token in {header} is another's.");
    }
}
