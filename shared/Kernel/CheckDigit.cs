namespace TwistedThreads.Commerce.Kernel;

/// <summary>The modulo-10 check digit that GTIN, SSCC, GLN and the other numeric keys of GS1 share.</summary>
/// <remarks>GS1 General Specifications, section 7.9.1: weights 3, 1, 3, … from the right, check digit excluded. One
/// wrong digit is always noticed, because 1 and 3 have no factor in common with 10. Two swapped neighbours move the sum
/// by twice their difference, so they go unnoticed when they differ by 5 (0 and 5, 1 and 6, … 4 and 9). Digits that
/// are two places apart have the same weight: their swap is never noticed.</remarks>
public static class CheckDigit
{
    /// <param name="digits">The number without its check digit; decimal digits only.</param>
    public static int Of(ReadOnlySpan<char> digits)
    {
        var (tripled, single) = (0, 0);
        var at = digits.Length - 1;
        for (; at > 0; at -= 2)
        {
            tripled += digits[at] - '0';
            single += digits[at - 1] - '0';
        }

        tripled += at == 0 ? digits[0] - '0' : 0;
        return (10 - (((3 * tripled) + single) % 10)) % 10;
    }

    /// <summary>Whether the text is all digits and its last one checks the others.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits) =>
        digits.Length > 1
        && !digits.ContainsAnyExceptInRange('0', '9')
        && digits[^1] - '0' == Of(digits[..^1]);
}
