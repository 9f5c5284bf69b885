namespace TwistedThreads.Simulators.Cosmos;

/// <summary>A request that the service refuses.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="message">What is wrong, for the body.</param>
/// <param name="subStatus">The header <c>x-ms-substatus</c>; none when 0.</param>
internal sealed class RefusalException(int status, string message, int subStatus = 0) : Exception(message)
{
    public int Status { get; } = status;

    public int SubStatus { get; } = subStatus;
}
