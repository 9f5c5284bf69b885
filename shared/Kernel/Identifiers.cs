namespace TwistedThreads.Commerce.Kernel;

/// <summary>A name that is more than a string: it is checked once, when it enters.</summary>
public interface IIdentifier<TSelf>
    where TSelf : struct, IIdentifier<TSelf>
{
    string Value { get; }

    static abstract bool TryParse(string? text, out TSelf id);
}

/// <summary>One order. The identifier begins with its time of placing, so orders sort by age.</summary>
public readonly record struct OrderId : IIdentifier<OrderId>
{
    public const string Prefix = "ord_";

    private OrderId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, out OrderId id)
    {
        var valid = SortableId.IsValid(text, Prefix);
        id = valid ? new OrderId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not an order id.</exception>
    public static OrderId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an order id.");

    public override string ToString() => Value;
}

/// <summary>One cart.</summary>
public readonly record struct CartId : IIdentifier<CartId>
{
    public const string Prefix = "crt_";

    private CartId(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, out CartId id)
    {
        var valid = SortableId.IsValid(text, Prefix);
        id = valid ? new CartId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not a cart id.</exception>
    public static CartId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a cart id.");

    public override string ToString() => Value;
}

/// <summary>A warehouse or a shop, by its short code: <c>WH1</c>, <c>BER</c>.</summary>
public readonly record struct LocationId : IIdentifier<LocationId>
{
    private LocationId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Reads a code of 2 to 8 capital letters and digits.</summary>
    public static bool TryParse(string? text, out LocationId id)
    {
        var valid = text is { Length: >= 2 and <= 8 }
            && text.All(static c => c is (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
        id = valid ? new LocationId(text!) : default;
        return valid;
    }

    /// <exception cref="FormatException">Not a location code.</exception>
    public static LocationId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a location.");

    public override string ToString() => Value;
}
