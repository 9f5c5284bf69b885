using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Fulfilment;

/// <summary>Why the floor says no to a scan.</summary>
public static class FulfilmentRefusal
{
    public static Refusal NoSuchTask() =>
        Refusal.NotFound("scan.no-such-task", "No open task of this location wants that.");

    public static Refusal WrongItem(Sku sku) =>
        Refusal.Conflict("scan.wrong-item", $"{sku} is not what the task asks for.");

    public static Refusal BlockedLot(string lot) =>
        Refusal.Conflict("scan.blocked-lot", $"Pieces of lot {lot} are blocked: put this one aside and take another.");

    /// <summary>Whether a task stops after a refused pick until the right piece is scanned.</summary>
    public static bool StopsTask(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        return refusal.Code is "scan.wrong-item" or "scan.blocked-lot";
    }

    public static Refusal TooMany(int open) =>
        Refusal.Conflict("scan.too-many", $"The task wants {open} more pieces, not that many.");

    public static Refusal OtherParcel() =>
        Refusal.Conflict("scan.other-parcel", "The shipment has a parcel label already, and it is another one.");

    public static Refusal UnknownItem() =>
        Refusal.NotFound("scan.unknown-item", "We do not know an article with this number.");

    public static Refusal NotAnItem() =>
        Refusal.Invalid("scan.not-an-item", "/code", "The code names no article.");
}
