using System.Text;

namespace TwistedThreads.Functions.Platform.Blobs;

/// <summary>What the note beside a blob's bytes says.</summary>
public sealed record BlobNote(string ContentType, long Length, string ETag, DateTimeOffset WrittenAt);

/// <summary>Names of files for blobs. One folder a container and no folders within, so that no name leads out of it;
/// capitals are marked, because not every file system tells them from small letters.</summary>
public sealed class BlobFiles(string folder)
{
    private const string Mark = "b-";
    private const string Note = ".json";
    private const char Capital = '^';
    private const char Slash = '+';

    /// <summary>The file whose being there makes the blob.</summary>
    public string NoteOf(BlobAddress address) => Stem(address) + Note;

    public string BytesOf(BlobAddress address, string version) => $"{Stem(address)}.{version}.bytes";

    /// <summary>Names of the blobs in a container, in no order.</summary>
    public IEnumerable<string> NamesIn(string container)
    {
        var place = Path.Combine(folder, BlobAddress.CheckContainer(container));
        return !Directory.Exists(place) ? [] : Directory.EnumerateFiles(place, Mark + "*" + Note)
            .Select(path => Path.GetFileName(path))
            .Where(file => file.EndsWith(Note, StringComparison.Ordinal))
            .Select(file => Decoded(file.AsSpan()[Mark.Length..^Note.Length]));
    }

    private string Stem(BlobAddress address)
    {
        var text = new StringBuilder(Mark);
        foreach (var letter in address.Name)
        {
            _ = letter switch
            {
                '/' => text.Append(Slash),
                >= 'A' and <= 'Z' => text.Append(Capital).Append(char.ToLowerInvariant(letter)),
                _ => text.Append(letter),
            };
        }

        return Path.Combine(folder, address.Container, text.ToString());
    }

    private static string Decoded(ReadOnlySpan<char> encoded)
    {
        var text = new StringBuilder();
        for (var index = 0; index < encoded.Length; index++)
        {
            _ = encoded[index] switch
            {
                Slash => text.Append('/'),
                Capital => text.Append(char.ToUpperInvariant(encoded[++index])),
                var letter => text.Append(letter),
            };
        }

        return text.ToString();
    }
}
