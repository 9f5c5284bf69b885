using TwistedThreads.Commerce.Checkout;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Functions.Checkout;

/// <summary>Nothing needs to be said to open a cart.</summary>
public sealed record OpenCartBody;

public sealed record AddLineBody(string Sku, int Quantity, string? DesignId = null);

public sealed record SetQuantityBody(int Quantity);

public sealed record PromotionBody(string Code);

public sealed record ShippingBody(string Method, AddressBody Address, string Email)
{
    private const int MaxText = 100;

    /// <summary>The delivery, or every fault found in it.</summary>
    public Result<Delivery> ToDelivery()
    {
        var faults = new List<InputFault>();
        Check(faults, "/method", ShippingMethod.Find(Method) is not null, "shipping.unknown-method", "No such method.");
        Check(faults, "/email", IsEmail(Email), "shipping.bad-email", "Not an e-mail address.");
        Check(faults, "/address/name", IsText(Address.Name), "shipping.bad-name", "A name has 1 to 100 characters.");
        Check(faults, "/address/line1", IsText(Address.Line1), "shipping.bad-line", "A line has 1 to 100 characters.");
        Check(
            faults, "/address/line2", Address.Line2 is null or "" || IsText(Address.Line2), "shipping.bad-line",
            "A line has at most 100 characters.");
        Check(
            faults, "/address/postalCode", IsText(Address.PostalCode) && Address.PostalCode.Length <= 12,
            "shipping.bad-postal-code", "A postal code has 1 to 12 characters.");
        Check(faults, "/address/city", IsText(Address.City), "shipping.bad-city", "A city has 1 to 100 characters.");
        Check(
            faults, "/address/country", DeliveryCountries.Includes(Address.Country), "shipping.unknown-country",
            "We do not deliver there.");
        return faults.Count == 0
            ? new Delivery(
                Method,
                new Address(
                    Address.Name.Trim(), Address.Line1.Trim(), Address.Line2, Address.PostalCode.Trim(),
                    Address.City.Trim(), Address.Country),
                Email.Trim())
            : new Refusal(RefusalKind.Invalid, faults[0].Code, faults[0].Detail) { Faults = faults };
    }

    private static void Check(List<InputFault> faults, string pointer, bool isRight, string code, string detail)
    {
        if (!isRight)
        {
            faults.Add(new InputFault(pointer, code, detail));
        }
    }

    private static bool IsText(string text) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= MaxText && !text.Any(char.IsControl);

    // The shape only: whether mail arrives is found out by sending it.
    private static bool IsEmail(string text) =>
        text.Length <= 254 && text.Trim() is { } email && email.Count('@') == 1
        && email.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < email.Length - 1
        && !email.Any(static c => char.IsControl(c) || char.IsWhiteSpace(c));
}

public sealed record AddressBody(
    string Name, string Line1, string PostalCode, string City, string Country, string? Line2 = null);
