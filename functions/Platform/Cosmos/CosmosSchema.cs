using System.Collections.ObjectModel;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Functions.Platform.Documents;

namespace TwistedThreads.Functions.Platform.Cosmos;

/// <summary>How a container is made. On Azure the templates make them, since the program's identity may only read and
/// write documents; an emulator, which is reached with a key, gets them from here.</summary>
public static class CosmosSchema
{
    public static ContainerProperties Of(DocumentContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        var partitionKey = $"/{container.PartitionKey}";
        var indexing = new IndexingPolicy { Automatic = true, IndexingMode = IndexingMode.Consistent };
        indexing.IncludedPaths.Add(new IncludedPath { Path = $"/{CosmosForm.Kind}/?" });
        indexing.IncludedPaths.Add(new IncludedPath { Path = $"{partitionKey}/?" });
        foreach (var field in container.Indexes.Select(index => index.Field).Distinct(StringComparer.Ordinal))
        {
            indexing.IncludedPaths.Add(new IncludedPath { Path = $"{CosmosQueries.Path(field)}/?" });
        }

        indexing.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        indexing.CompositeIndexes.Add(new Collection<CompositePath>
        {
            new() { Path = partitionKey, Order = CompositePathSortOrder.Ascending },
            new() { Path = $"/{CosmosForm.Id}", Order = CompositePathSortOrder.Ascending },
        });

        // Documents live for ever unless they say how long.
        return new ContainerProperties(container.Name, partitionKey)
        {
            DefaultTimeToLive = -1,
            IndexingPolicy = indexing,
        };
    }

    /// <summary>Makes the database and every container that is not there yet.</summary>
    public static async Task EnsureAsync(
        CosmosConnection connection, IEnumerable<DocumentContainer> containers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Database database = await connection.Client.CreateDatabaseIfNotExistsAsync(
            connection.Options.Database, cancellationToken: cancellation);
        foreach (var container in containers)
        {
            await database.CreateContainerIfNotExistsAsync(Of(container), cancellationToken: cancellation);
        }
    }
}
