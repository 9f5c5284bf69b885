namespace TwistedThreads.Commerce.Scanners;

/// <summary>Writes a GS1 Digital Link.</summary>
/// <remarks>GS1 Digital Link Standard: URI Syntax, section 4: the key and its qualifiers in the path, in the order that
/// the standard gives them, all else in the query; every character but letters, digits and -._~ is percent-encoded.
/// </remarks>
internal static class LinkWriter
{
    /// <returns>Null when no field can lead a link, when one can stand in none, such as a serial number without its
    /// article, or when a qualifier is a mere dot or two, which the web takes for a folder.</returns>
    public static Uri? Write(Uri resolver, IReadOnlyList<(ApplicationIdentifier Identifier, string Value)> fields) =>
        fields.Where(field => field.Identifier.IsKey)
            .SelectMany(key => PathsOf(key.Identifier, fields))
            .Select(path => Write(resolver, fields, path))
            .FirstOrDefault(link => link is not null);

    /// <summary>The key with each of its sequences that has a field; the key alone when none has.</summary>
    private static IEnumerable<string[]> PathsOf(
        ApplicationIdentifier key, IReadOnlyList<(ApplicationIdentifier Identifier, string Value)> fields) =>
        key.Qualifiers
            .Where(sequence => fields.Any(field => sequence.Contains(field.Identifier.Code)))
            .DefaultIfEmpty([])
            .Select(sequence => (string[])[key.Code, .. sequence]);

    private static Uri? Write(
        Uri resolver, IReadOnlyList<(ApplicationIdentifier Identifier, string Value)> fields, string[] path)
    {
        var inPath = path.SelectMany(code => fields.Where(field => field.Identifier.Code == code)).ToList();
        var inQuery = fields.Except(inPath).ToList();
        if (inPath.Exists(field => field.Value is "." or "..")
            || inQuery.Exists(field => !field.Identifier.IsAttribute))
        {
            return null;
        }

        return new Uri(string.Concat(
            resolver.GetLeftPart(UriPartial.Path).TrimEnd('/'),
            string.Concat(inPath.Select(field => $"/{field.Identifier.Code}/{Uri.EscapeDataString(field.Value)}")),
            inQuery.Count == 0 ? "" : "?",
            string.Join('&', inQuery.Select(field => $"{field.Identifier.Code}={Uri.EscapeDataString(field.Value)}"))));
    }
}
