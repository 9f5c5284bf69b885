using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>One move-in, such as <c>mvi_01k9….MUC</c>: the id names the shop, so that it can be found by the id
/// alone.</summary>
public readonly record struct MoveInId : IIdentifier<MoveInId>
{
    public const string Prefix = "mvi_";

    private MoveInId(string value, LocationId location) => (Value, Location) = (value, location);

    public string Value { get; }

    public LocationId Location { get; }

    public static MoveInId Of(IIdSource ids, LocationId location)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new($"{ids.New(Prefix)}.{location}", location);
    }

    public static bool TryParse(string? text, out MoveInId id)
    {
        id = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (dot < 0 || !SortableId.IsValid(text![..dot], Prefix)
            || !LocationId.TryParse(text[(dot + 1)..], out var location))
        {
            return false;
        }

        id = new MoveInId(text, location);
        return true;
    }

    public override string ToString() => Value;
}
