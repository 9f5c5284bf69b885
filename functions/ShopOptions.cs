namespace TwistedThreads.Functions;

/// <summary>How to open the shop in the embedded home.</summary>
/// <param name="Data">Folder of the database; created when missing.</param>
/// <param name="Urls">Where to listen.</param>
/// <param name="HasSamples">Whether the sample shop is put on the books of an empty folder.</param>
public sealed record ShopOptions(string Data, string Urls, bool HasSamples)
{
    public const string DefaultUrl = "http://127.0.0.1:7071";

    /// <exception cref="ArgumentException">An option that does not exist, or lacks its value.</exception>
    public static ShopOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ShopOptions(".data", DefaultUrl, true);
        for (var index = 0; index < arguments.Length; index++)
        {
            options = arguments[index] switch
            {
                "--data" when index + 1 < arguments.Length => options with { Data = arguments[++index] },
                "--urls" when index + 1 < arguments.Length => options with { Urls = arguments[++index] },
                "--empty" => options with { HasSamples = false },
                var other => throw new ArgumentException($"'{other}' is no option, or lacks its value."),
            };
        }

        return options;
    }
}
