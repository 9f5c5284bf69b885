using TwistedThreads.Commerce.Catalog;
using TwistedThreads.Commerce.Kernel;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Commerce.Onboarding.Legacy;
using TwistedThreads.Commerce.Onboarding.Mapping;
using TwistedThreads.Functions.Catalog;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>Maps a shop's files to the articles of the shop window, with the shop's own mapping.</summary>
public sealed class FileMapping(MoveInFiles files, Storefront storefront, TimeProvider clock)
{
    public const int MaxFileBytes = 10 * 1024 * 1024;
    public const int MaxMappingBytes = 1024 * 1024;
    private static readonly Dictionary<string, Sku?> NoMapping = new(StringComparer.Ordinal);
    private volatile ArticleIndex? _index;

    /// <summary>Maps a file, and keeps it with its rows.</summary>
    /// <returns>The file, or why it is none.</returns>
    public async Task<Result<(StockFile File, StockMapping Mapping)>> KeepAsync(
        MoveIn moveIn, byte[] bytes, DateTimeOffset takenAt, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        ArgumentNullException.ThrowIfNull(bytes);
        var read = LegacyFile.Read(bytes);
        if (read.IsRefused)
        {
            return read.Refusal!;
        }

        var mapping = StockMapping.Of(read.Value, await MatcherAsync(moveIn, cancellation), suggests: true);
        var name = await files.KeepAsync(moveIn.Id, bytes, cancellation);
        await files.KeepRowsAsync(moveIn.Id, name, moveIn.Mapping?.Name, mapping.Rows, cancellation);
        var file = new StockFile(
            name, bytes.Length, read.Value.Encoding, read.Value.Separator, takenAt, clock.GetUtcNow(), mapping.Tally);
        return (file, mapping);
    }

    /// <summary>Maps a file that is kept already, as it would be mapped today.</summary>
    public async Task<StockMapping> AgainAsync(MoveIn moveIn, StockFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        ArgumentNullException.ThrowIfNull(file);
        var bytes = await files.ReadAsync(moveIn.Id, file.Name, cancellation);
        return StockMapping.Of(
            LegacyFile.Read(bytes).Value, await MatcherAsync(moveIn, cancellation), suggests: false);
    }

    /// <summary>The move-in with another mapping of the shop, and its latest file mapped by it.</summary>
    public async Task<Result<MoveIn>> RemapAsync(MoveIn moveIn, byte[] mapping, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(moveIn);
        var rows = OwnMapping.Read(mapping, storefront.Catalogue);
        if (rows.IsRefused)
        {
            return rows.Refusal!;
        }

        var name = await files.KeepAsync(moveIn.Id, mapping, cancellation);
        var after = moveIn with { Mapping = new MappingFile(name, rows.Value.Count) };
        if (moveIn.Latest is not { } latest)
        {
            return after;
        }

        var bytes = await files.ReadAsync(moveIn.Id, latest.Name, cancellation);
        var kept = (await KeepAsync(after, bytes, latest.TakenAt, cancellation)).Value.File;
        var file = kept with { ReceivedAt = latest.ReceivedAt };
        return after.Days.Count > 0
            ? after with { Days = [.. after.Days.SkipLast(1), after.Days[^1] with { File = file }] }
            : after with { File = file };
    }

    private async Task<ArticleMatcher> MatcherAsync(MoveIn moveIn, CancellationToken cancellation)
    {
        var own = moveIn.Mapping is { } mapping
            ? OwnMapping.Kept(await files.ReadAsync(moveIn.Id, mapping.Name, cancellation), storefront.Catalogue)
            : NoMapping;
        return new ArticleMatcher(IndexOf(storefront.Catalogue), own);
    }

    private ArticleIndex IndexOf(Catalogue catalogue)
    {
        var index = _index;
        return ReferenceEquals(index?.Catalogue, catalogue) ? index! : _index = new ArticleIndex(catalogue);
    }
}
