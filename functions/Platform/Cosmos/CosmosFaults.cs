using System.Globalization;
using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>What the service's refusals mean in the words of the port.</summary>
/// <remarks>Microsoft Learn, "HTTP status codes for Azure Cosmos DB".</remarks>
public static class CosmosFaults
{
    private const string SubStatus = "x-ms-substatus";
    private const string SessionNotReached = "1002";
    private static readonly TimeSpan UsualPause = TimeSpan.FromMilliseconds(500);

    /// <summary>The fault behind a status that is no answer to the question; null when the status is one.</summary>
    public static DocumentsException? Of(HttpStatusCode status, TimeSpan? retryAfter, string? detail) =>
        (int)status switch
        {
            429 => new DocumentsThrottledException(retryAfter ?? UsualPause),
            408 => new DocumentsTimeoutException(),
            413 => new DocumentLimitException("The service found the batch or document too large."),
            401 or 403 or 410 or 449 or >= 500 => new DocumentsUnavailableException($"{(int)status}: {detail}"),
            400 => new DocumentLimitException($"The service refused the request: {detail}"),
            _ => null,
        };

    /// <summary>The fault behind an exception of the client; null when it is not the service's.</summary>
    /// <param name="thrown">What the client threw.</param>
    /// <param name="cancellation">The caller's own wish to stop, which is no fault.</param>
    public static DocumentsException? Of(Exception thrown, CancellationToken cancellation) => thrown switch
    {
        _ when cancellation.IsCancellationRequested => null,
        DocumentsException told => told,
        CosmosException fault => Of(fault.StatusCode, fault.RetryAfter, fault.ResponseBody)
            ?? new DocumentsUnavailableException(fault.Message, fault),
        OperationCanceledException => new DocumentsTimeoutException(thrown),
        HttpRequestException or IOException => new DocumentsUnavailableException(thrown.Message, thrown),
        _ => null,
    };

    /// <summary>Whether "not found" only says that the region lags behind what this process has seen.</summary>
    public static bool IsBehind(ResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response.StatusCode == HttpStatusCode.NotFound && response.Headers[SubStatus] == SessionNotReached;
    }

    /// <exception cref="DocumentsException">The answer is none.</exception>
    public static void Check(ResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!response.IsSuccessStatusCode)
        {
            throw Of(response.StatusCode, PauseOf(response), response.ErrorMessage)
                ?? new DocumentsUnavailableException($"{response.StatusCode}: {response.ErrorMessage}");
        }
    }

    private static TimeSpan? PauseOf(ResponseMessage response) =>
        double.TryParse(
            response.Headers["x-ms-retry-after-ms"], CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;
}
