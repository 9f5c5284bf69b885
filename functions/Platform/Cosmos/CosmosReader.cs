using System.Net;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Telemetry;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>Reads single documents by their id: one point read each.</summary>
public sealed class CosmosReader(CosmosConnection connection, CosmosCalls calls)
{
    /// <returns>The document; null when there is none.</returns>
    /// <exception cref="DocumentsException">No answer in time, or only from a region that lags behind what this process
    /// has seen: then nobody knows.</exception>
    public Task<FoundDocument?> FindAsync(
        DocumentContainer container, string partitionKey, string id, CancellationToken cancellation) =>
        calls.ReadAsync<FoundDocument?>(connection.Options.ReadDeadline, async deadline =>
        {
            using var response = await connection.Container(container.Name).ReadItemStreamAsync(
                id, new PartitionKey(partitionKey), cancellationToken: deadline);
            var isMissing = response.StatusCode == HttpStatusCode.NotFound;
            UsageMeter.Current?.Read(isMissing ? 0 : 1, response.Headers.RequestCharge);
            if (isMissing && !CosmosFaults.IsBehind(response))
            {
                return null;
            }

            CosmosFaults.Check(response);
            var bytes = await CosmosForm.BytesOfAsync(response.Content, deadline);
            var (document, write) = CosmosForm.Read(bytes, container.PartitionKey);
            return new FoundDocument(document, write, response.Headers.Session);
        }, cancellation);
}

/// <summary>A document as a region had it.</summary>
/// <param name="Document">As the port knows it.</param>
/// <param name="Write">The mark of the call that wrote it last.</param>
/// <param name="Session">The service's mark of the moment at which it was read.</param>
public sealed record FoundDocument(Document Document, string? Write, string? Session);
