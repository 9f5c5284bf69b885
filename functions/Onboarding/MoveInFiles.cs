using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TwistedThreads.Commerce.Onboarding;
using TwistedThreads.Commerce.Onboarding.Mapping;
using TwistedThreads.Functions.Platform.Blobs;
using TwistedThreads.Functions.Platform.Json;

namespace TwistedThreads.Functions.Onboarding;

/// <summary>The files of move-ins: what shops sent, rows with their fates, reports, work lists. A file is named after
/// what is in it and never changed, so that a half-done request leaves nothing wrong behind.</summary>
public sealed class MoveInFiles(IBlobs blobs)
{
    public const string Container = "move-ins";
    private const int MaxBytes = 256 * 1024 * 1024;

    /// <returns>The name by which the bytes are found.</returns>
    public async Task<string> KeepAsync(MoveInId id, byte[] bytes, CancellationToken cancellation)
    {
        var name = NameOf(bytes);
        await PutAsync(id, $"{name}.csv", "text/csv", bytes, cancellation);
        return name;
    }

    /// <exception cref="InvalidDataException">It is not there, although it was kept.</exception>
    public async Task<byte[]> ReadAsync(MoveInId id, string name, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(id, $"{name}.csv", cancellation);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    /// <summary>Keeps the rows of a file as one mapping mapped them.</summary>
    public Task KeepRowsAsync(
        MoveInId id, string file, string? mapping, IReadOnlyList<MappedRow> rows, CancellationToken cancellation) =>
        PutAsync(
            id, RowsOf(file, mapping), "application/jsonl",
            Lines(rows, row => $"{LetterOf(row)}{JsonSerializer.Serialize(row, ShopJson.Stored)}"), cancellation);

    /// <summary>The rows of a file in its order, each with its place from 0.</summary>
    /// <param name="id">Whose file it is.</param>
    /// <param name="file">Name of the file.</param>
    /// <param name="mapping">Name of the shop's own mapping; null when there was none.</param>
    /// <param name="states">Letters of <see cref="LetterOf"/> that are wanted; empty for all.</param>
    /// <param name="from">Place of the first row wanted.</param>
    /// <param name="cancellation">Stops reading.</param>
    public async IAsyncEnumerable<(int Place, MappedRow Row)> RowsAsync(
        MoveInId id, string file, string? mapping, string states, int from,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = await OpenAsync(id, RowsOf(file, mapping), cancellation);
        using var reader = new StreamReader(content, Encoding.UTF8);
        for (var place = 0; await reader.ReadLineAsync(cancellation) is { } line; place++)
        {
            if (place >= from && (states.Length == 0 || states.Contains(line[0], StringComparison.Ordinal)))
            {
                yield return (place, JsonSerializer.Deserialize<MappedRow>(line.AsSpan(1), ShopJson.Stored)!);
            }
        }
    }

    /// <returns>The name of the work list.</returns>
    public async Task<string> KeepWorkAsync(
        MoveInId id, IReadOnlyList<SkuCount> work, CancellationToken cancellation)
    {
        var bytes = Lines(work, count => JsonSerializer.Serialize(count, ShopJson.Stored));
        var name = NameOf(bytes);
        await PutAsync(id, $"work-{name}.jsonl", "application/jsonl", bytes, cancellation);
        return name;
    }

    /// <exception cref="InvalidDataException">It is not there, although it was kept.</exception>
    public async Task<IReadOnlyList<SkuCount>> WorkAsync(MoveInId id, string name, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(id, $"work-{name}.jsonl", cancellation);
        using var reader = new StreamReader(content, Encoding.UTF8);
        var work = new List<SkuCount>();
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            work.Add(JsonSerializer.Deserialize<SkuCount>(line, ShopJson.Stored)!);
        }

        return work;
    }

    /// <returns>The name of the report.</returns>
    public async Task<string> KeepReportAsync(MoveInId id, DayReport report, CancellationToken cancellation)
    {
        var bytes = ShopJson.Serialize(report);
        var name = NameOf(bytes);
        await PutAsync(id, $"day-{name}.json", "application/json", bytes, cancellation);
        return name;
    }

    /// <exception cref="InvalidDataException">It is not there, although it was kept.</exception>
    public async Task<DayReport> ReportAsync(MoveInId id, string name, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(id, $"day-{name}.json", cancellation);
        return (await JsonSerializer.DeserializeAsync<DayReport>(content, ShopJson.Stored, cancellation))!;
    }

    private static string RowsOf(string file, string? mapping) => $"rows-{file}-{mapping ?? "none"}.jsonl";

    // Before the row itself, so that a page is found without reading every row.
    private static char LetterOf(MappedRow row) => row switch
    {
        { Fate: RowFate.Mapped } => 'm',
        { Fate: RowFate.Merged } => 'd',
        { Suggestions.Count: > 0 } => 's',
        _ => 'r',
    };

    private static byte[] Lines<T>(IEnumerable<T> items, Func<T, string> line)
    {
        var text = new StringBuilder();
        foreach (var item in items)
        {
            text.Append(line(item)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string NameOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 10));

    private static BlobAddress At(MoveInId id, string name) => new(Container, $"{id}/{name}");

    private async Task PutAsync(
        MoveInId id, string name, string contentType, byte[] bytes, CancellationToken cancellation)
    {
        using var content = new MemoryStream(bytes);
        await blobs.PutAsync(At(id, name), content, new BlobTerms(contentType, MaxBytes), cancellation);
    }

    private async Task<Stream> OpenAsync(MoveInId id, string name, CancellationToken cancellation) =>
        (await blobs.OpenAsync(At(id, name), cancellation))?.Content
        ?? throw new InvalidDataException($"The file {name} of {id} is lost.");
}
