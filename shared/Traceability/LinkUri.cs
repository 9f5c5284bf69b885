using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Finds the GS1 key in a Digital Link of any domain and writes it in its one canonical form, of which only
/// the finest level of identification is left.</summary>
/// <remarks>GS1 Digital Link URI Syntax 1.2, section 4.11; CBV 2.0, event hash id, rule 18.</remarks>
internal static class LinkUri
{
    private static readonly string[] OfArticle = ["21", "235", "10"];

    public static string? Canonical(string uri)
    {
        if (!uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            && !uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var end = uri.AsSpan().IndexOfAny('?', '#');
        var path = (end < 0 ? uri : uri[..end]).Split('/');
        for (var index = 3; index + 1 < path.Length; index++)
        {
            if (Key(path[index], path[index + 1]) is { } key && Qualified(key, path[(index + 2)..]) is { } link)
            {
                return EpcUri.Domain + link;
            }
        }

        return null;
    }

    // The key itself with its identifier; null when the value cannot be one.
    private static (string Identifier, string Value)? Key(string identifier, string value)
    {
        var isRight = identifier switch
        {
            "00" => value.Length == 18 && CheckDigit.IsValid(value),
            "01" => Gtin.TryParse(value, out _),
            "402" => value.Length == 17 && CheckDigit.IsValid(value),
            "414" or "417" => value.Length == 13 && CheckDigit.IsValid(value),
            "8017" or "8018" => value.Length == 18 && CheckDigit.IsValid(value),
            "253" => IsCompound(value, 13, 17),
            "255" => IsCompound(value, 13, 12) && IsDigits(value),
            "8003" => IsCompound(value, 14, 16),
            "8006" => value.Length == 18 && IsDigits(value) && CheckDigit.IsValid(value.AsSpan(0, 14)),
            "401" or "8004" or "8010" => value.Length is > 4 and <= 90 && IsDigits(value[..4]),
            _ => false,
        };
        return isRight ? (identifier, identifier == "01" ? value.PadLeft(14, '0') : value) : null;
    }

    private static string? Qualified((string Identifier, string Value) key, string[] rest)
    {
        var link = $"{key.Identifier}/{key.Value}";
        if (rest is [.., ""])
        {
            rest = rest[..^1];
        }

        if (rest.Length % 2 == 1)
        {
            return null;
        }

        var finest = key.Identifier switch
        {
            "01" => OfArticle,
            "8006" => ["21", "10"],
            "414" => ["254"],
            "8010" => ["8011"],
            _ => Array.Empty<string>(),
        };
        var qualifiers = rest.Chunk(2).ToList();
        var chosen = finest
            .Select(identifier => qualifiers.Find(pair => pair[0] == identifier && pair[1].Length > 0))
            .FirstOrDefault(pair => pair is not null);
        return chosen is null ? link : $"{link}/{chosen[0]}/{chosen[1]}";
    }

    private static bool IsCompound(string value, int digits, int longestSerial) =>
        value.Length >= digits && value.Length <= digits + (3 * longestSerial)
        && CheckDigit.IsValid(value.AsSpan(0, digits));

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');
}
