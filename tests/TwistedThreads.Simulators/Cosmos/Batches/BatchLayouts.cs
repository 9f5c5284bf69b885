using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas;

namespace TwistedThreads.Simulators.Cosmos.Batches;

/// <summary>The row layouts of transactional batches, from the schema that the SDK carries.</summary>
internal static class BatchLayouts
{
    private const string Resource = "Microsoft.Azure.Cosmos.Batch.HybridRowBatchSchemas.json";

    private static readonly Namespace Schemas = Namespace.Parse(ReadSchemas());

    public static LayoutResolver Resolver { get; } = new LayoutResolverNamespace(Schemas);

    public static Layout Result { get; } =
        Resolver.Resolve(Schemas.Schemas.Single(schema => schema.Name == "BatchResult").SchemaId);

    private static string ReadSchemas()
    {
        var stream = typeof(CosmosClient).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"Microsoft.Azure.Cosmos no longer carries {Resource}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
