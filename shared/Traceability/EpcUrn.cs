using System.Collections.Frozen;
using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>Reads EPC URNs, in which the company prefix is set off by a point:
/// <c>urn:epc:id:sgtin:4012345.011111.9</c>. </summary>
/// <remarks>GS1 EPC Tag Data Standard 2.0, sections 6.3 (instances), 7 (lots) and 8 (patterns).</remarks>
internal static class EpcUrn
{
    private const string Start = "urn:epc:";
    private const string UnitSeparator = ".";

    // Digits: company prefix and reference together. Serial: its most characters; 0 when there is none.
    private static readonly FrozenDictionary<string, Scheme> Schemes = new Dictionary<string, Scheme>(
        StringComparer.Ordinal)
    {
        ["id:sgtin"] = new(13, 20, static (gtin, serial) => $"01/{Gtin14(gtin)}/21/{serial}"),
        ["id:upui"] = new(13, 28, static (gtin, serial) => $"01/{Gtin14(gtin)}/235/{serial}"),
        ["class:lgtin"] = new(13, 20, static (gtin, lot) => $"01/{Gtin14(gtin)}/10/{lot}"),
        ["idpat:sgtin"] = new(13, 1, static (gtin, _) => $"01/{Gtin14(gtin)}") { IsPattern = true },
        ["id:sscc"] = new(17, 0, static (sscc, _) => $"00/{Checked(IndicatorFirst(sscc))}"),
        ["id:sgln"] = new(12, 20, static (gln, extension) =>
            extension == "0" ? $"414/{Checked(gln)}" : $"414/{Checked(gln)}/254/{extension}"),
        ["id:pgln"] = new(12, 0, static (gln, _) => $"417/{Checked(gln)}"),
        ["id:grai"] = new(12, 16, static (asset, serial) => $"8003/0{Checked(asset)}{serial}"),
        ["idpat:grai"] = new(12, 1, static (asset, _) => $"8003/0{Checked(asset)}") { IsPattern = true },
        ["id:gdti"] = new(12, 17, static (document, serial) => $"253/{Checked(document)}{serial}"),
        ["idpat:gdti"] = new(12, 1, static (document, _) => $"253/{Checked(document)}") { IsPattern = true },
        ["id:sgcn"] = new(12, 12, static (coupon, serial) => $"255/{Checked(coupon)}{serial}"),
        ["idpat:sgcn"] = new(12, 1, static (coupon, _) => $"255/{Checked(coupon)}") { IsPattern = true },
        ["id:gsrn"] = new(17, 0, static (service, _) => $"8018/{Checked(service)}"),
        ["id:gsrnp"] = new(17, 0, static (service, _) => $"8017/{Checked(service)}"),
        ["id:gsin"] = new(16, 0, static (shipment, _) => $"402/{Checked(shipment)}"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether the text says of itself that it is of a scheme known here.</summary>
    public static bool Claims(string uri) => Parts(uri) is { } parts
        && (Schemes.ContainsKey(parts.Scheme) || parts.Scheme is "id:giai" or "id:ginc" or "id:cpi" or "idpat:cpi"
            or "id:itip" or "idpat:itip");

    /// <returns>The canonical Digital Link; null when the URN is none of a known scheme, or a wrong one.</returns>
    public static string? ToLink(string uri)
    {
        if (Parts(uri) is not { } parts)
        {
            return null;
        }

        var link = parts.Scheme switch
        {
            "id:giai" => Free(parts.Name, "8004", 30),
            "id:ginc" => Free(parts.Name, "401", 30),
            "id:cpi" or "idpat:cpi" => ComponentPart(parts.Name, parts.Scheme == "idpat:cpi"),
            "id:itip" or "idpat:itip" => TradeItemPiece(parts.Name, parts.Scheme == "idpat:itip"),
            _ => Schemes.TryGetValue(parts.Scheme, out var scheme) ? scheme.Read(parts.Name) : null,
        };
        return link is null ? null : EpcUri.Domain + link;
    }

    private static (string Scheme, string Name)? Parts(string uri)
    {
        if (!uri.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = uri[Start.Length..].Split(':', 3);
        return parts.Length == 3 ? ($"{parts[0]}:{parts[1]}", parts[2]) : null;
    }

    private static string? Free(string rest, string key, int longest) =>
        rest.Split('.', 2) is [var company, var reference] && IsCompany(company)
        && company.Length + Length(reference) <= longest && IsSerial(reference, longest)
            ? $"{key}/{company}{Escaped(reference)}"
            : null;

    private static string? ComponentPart(string rest, bool isPattern)
    {
        if (rest.Split('.') is not [var company, var part, var serial] || !IsCompany(company) || !IsSerial(part, 24))
        {
            return null;
        }

        return isPattern ? serial == "*" ? $"8010/{company}{Escaped(part)}" : null
            : serial.Length is > 0 and <= 12 && IsDigits(serial) ? $"8010/{company}{Escaped(part)}/8011/{serial}"
            : null;
    }

    private static string? TradeItemPiece(string rest, bool isPattern)
    {
        if (rest.Split('.', 5) is not [var company, var item, { Length: 2 } piece, { Length: 2 } total, var serial]
            || !IsKey(company, item, 13) || !IsDigits(piece + total))
        {
            return null;
        }

        var key = $"8006/{Gtin14(company + UnitSeparator + item)}{piece}{total}";
        return isPattern ? serial == "*" ? key : null
            : IsSerial(serial, 20) ? $"{key}/21/{Escaped(serial)}"
            : null;
    }

    private static bool IsKey(string company, string reference, int digits) =>
        IsCompany(company) && IsDigits(reference) && company.Length + reference.Length == digits;

    private static bool IsCompany(string text) => text.Length is >= 6 and <= 12 && IsDigits(text);

    private static bool IsDigits(string text) => !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private static bool IsSerial(string text, int longest) => Length(text) is var length && length > 0
        && length <= longest
        && text.All(static c => char.IsAsciiLetterOrDigit(c) || "!'()*+,-.:;=_%".Contains(c, StringComparison.Ordinal));

    // An escaped character counts as one.
    private static int Length(string text) => text.Length - (2 * text.Count(static c => c == '%'));

    // The point that sets off the company prefix stays in until here, because the indicator digit stands behind it.
    private static string Gtin14(string key) => Checked(IndicatorFirst(key));

    private static string IndicatorFirst(string key) =>
        key.Split('.') is [var company, var reference] ? reference[..1] + company + reference[1..] : key;

    private static string Checked(string digits)
    {
        var plain = digits.Replace(UnitSeparator, string.Empty, StringComparison.Ordinal);
        return plain + (char)('0' + CheckDigit.Of(plain));
    }

    // What a path of the web may not hold as it is (GS1 Digital Link URI Syntax 1.2, table 7-1).
    private static string Escaped(string text) => string.Concat(text.Select(static c => c switch
    {
        '!' => "%21",
        '(' => "%28",
        ')' => "%29",
        '*' => "%2A",
        '+' => "%2B",
        ',' => "%2C",
        ':' => "%3A",
        _ => c.ToString(),
    }));

    private sealed record Scheme(int Digits, int LongestSerial, Func<string, string, string> Write)
    {
        public bool IsPattern { get; init; }

        public string? Read(string rest)
        {
            var parts = rest.Split('.', 3);
            if (parts.Length != (LongestSerial > 0 ? 3 : 2) || !IsKey(parts[0], parts[1], Digits)
                || (Digits is 13 or 17 && parts[1].Length == 0))
            {
                return null;
            }

            var serial = parts.Length == 3 ? parts[2] : string.Empty;
            return IsPattern ? serial == "*" ? Write($"{parts[0]}.{parts[1]}", serial) : null
                : LongestSerial == 0 || IsSerial(serial, LongestSerial)
                    ? Write($"{parts[0]}.{parts[1]}", Escaped(serial))
                    : null;
        }
    }
}
