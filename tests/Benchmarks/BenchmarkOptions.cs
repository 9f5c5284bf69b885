using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace TwistedThreads.Benchmarks;

internal sealed record BenchmarkOptions
{
    public const string Usage = """
        dotnet run -c Release --project tests/Benchmarks -- [options]
          --seconds 6        length of each timed stage; a round of list or detail takes a quarter of it
          --pairs 7          rounds of list and detail, shop and bare in turn
          --connections 32   keep-alive connections of the load client
          --checkouts 6000   checkouts as fast as they go; a third as many for the one wanted SKU
          --pace 500         checkouts per second of the paced stage
          --only list,search stages to run: list detail search cart checkout hot paced; the default is all
          --shop <file.dll>  another build of the shop
        dotnet run -c Release --project tests/Benchmarks -- request-units
          what carts, checkouts, scans and waiting cost in request units, on simulated Azure
        dotnet run -c Release --project tests/Benchmarks -- package
          size of the package, how soon it answers below a simulated Functions host, and its memory
        dotnet run -c Release --project tests/Benchmarks -- gs1
          codes of the scanners read in a second, and bytes for each
        """;

    private static readonly string[] Stages = ["list", "detail", "search", "cart", "checkout", "hot", "paced"];

    [Range(1, 60)]
    public int Seconds { get; init; } = 6;

    [Range(1, 50)]
    public int Pairs { get; init; } = 7;

    [Range(1, 512)]
    public int Connections { get; init; } = 32;

    [Range(32, 200_000)]
    public int Checkouts { get; init; } = 6000;

    [Range(1, 100_000)]
    public int Pace { get; init; } = 500;

    public IReadOnlySet<string> Only { get; init; } = new HashSet<string>(Stages, StringComparer.Ordinal);

    public string Shop { get; init; } = typeof(BenchmarkOptions).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(about => about.Key == "Shop").Value!;

    public TimeSpan Stage => TimeSpan.FromSeconds(Seconds);

    public TimeSpan Round => Stage / 4;

    /// <exception cref="ValidationException">An option that is unknown, out of its range or no number.</exception>
    public static BenchmarkOptions Parse(IEnumerable<string> arguments)
    {
        var options = arguments.Chunk(2).Aggregate(new BenchmarkOptions(), (options, pair) => pair switch
        {
            ["--seconds", var value] => options with { Seconds = Number(value) },
            ["--pairs", var value] => options with { Pairs = Number(value) },
            ["--connections", var value] => options with { Connections = Number(value) },
            ["--checkouts", var value] => options with { Checkouts = Number(value) },
            ["--pace", var value] => options with { Pace = Number(value) },
            ["--only", var value] => options with { Only = Chosen(value) },
            ["--shop", var value] => options with { Shop = Path.GetFullPath(value) },
            _ => throw new ValidationException($"What is {string.Join(' ', pair)}?"),
        });

        Validator.ValidateObject(options, new(options), validateAllProperties: true);
        return options;
    }

    public bool Wants(params string[] stages) => stages.Any(Only.Contains);

    private static int Number(string value) =>
        int.TryParse(value, out var number) ? number : throw new ValidationException($"{value} is no number.");

    private static HashSet<string> Chosen(string value)
    {
        var chosen = value.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
        return chosen.IsSubsetOf(Stages)
            ? chosen
            : throw new ValidationException($"Stages are {string.Join(", ", Stages)}.");
    }
}
