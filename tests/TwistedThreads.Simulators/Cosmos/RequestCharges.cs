using System.Text.Json;
using TwistedThreads.Simulators.Cosmos.Storage;

namespace TwistedThreads.Simulators.Cosmos;

/// <summary>Request units by the rules that Microsoft Learn publishes; where it has none, a marked estimate.</summary>
internal static class RequestCharges
{
    /// <summary>Source: "Request units in Azure Cosmos DB": answers without items (404, 304) cost what the smallest
    /// point read costs.</summary>
    public const double Smallest = 1;

    private const double Kilobyte = 1024;

    // "Optimize request cost": inserting a 1-KB item without indexing costs around 5.5 RU.
    private const double FirstWritten = 5.5;

    // "Key-value store cost": 100 KB cost 50 RU where 1 KB costs 5.
    private const double EachWritten = 45.0 / 99;

    // "Request units": 1 KB reads for 1 RU; "Key-value store cost": 100 KB for 10.
    private const double EachRead = 9.0 / 99;

    // Estimate: Learn only says that every indexed property adds to the cost of a write.
    private const double EachIndexed = 0.2;

    // "Optimize request cost": a query costs 2.3 RU at least.
    private const double Query = 2.3;

    // Estimates after the query metrics that Learn prints: about 0.06 RU for a loaded item of 6 KB.
    private const double EachLoaded = 0.03;
    private const double EachLoadedKilobyte = 0.005;
    private const double EachReturned = 0.02;

    /// <summary>A point read.</summary>
    public static double OfRead(Item item) => Round(1 + (EachRead * KilobytesBeyondFirst(item)));

    /// <summary>A write of a new item.</summary>
    public static double OfInsert(Container container, Item item) => Round(
        FirstWritten + (EachWritten * KilobytesBeyondFirst(item)) + (EachIndexed * Indexed(container, item.Root)));

    /// <summary>Source: "Optimize request cost": replacing costs two times the charge of inserting the item.</summary>
    public static double OfReplace(Container container, Item item) => 2 * OfInsert(container, item);

    /// <summary>A deletion. Source: "Request units": a deletion costs as a write of the item.</summary>
    public static double OfDelete(Container container, Item item) => OfInsert(container, item);

    /// <summary>A change-feed page. Source: "Change feed pull model": reading costs the read of its items.</summary>
    public static double OfFeed(IEnumerable<Item> items) =>
        Math.Max(Smallest, Round(items.Sum(item => OfRead(item))));

    /// <param name="loaded">Items that the indexes could not rule out.</param>
    /// <param name="returned">How many of them are answered.</param>
    public static double OfQuery(IEnumerable<Item> loaded, int returned) => Round(
        Query + loaded.Sum(item => EachLoaded + (EachLoadedKilobyte * item.Body!.Length / Kilobyte))
        + (EachReturned * returned));

    private static int Indexed(Container container, JsonElement root) =>
        container.Definition.Indexing.CountIndexed(root);

    private static double KilobytesBeyondFirst(Item item) => Math.Max(0, (item.Body!.Length / Kilobyte) - 1);

    private static double Round(double charge) => Math.Round(charge, 2);
}
