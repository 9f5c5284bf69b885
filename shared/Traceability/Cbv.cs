using System.Collections.Frozen;

namespace TwistedThreads.Commerce.Traceability;

/// <summary>The words of the Core Business Vocabulary. Three spellings mean the same: the bare word, the web address
/// and the older URN; bare words are kept.</summary>
/// <remarks>GS1 Core Business Vocabulary 2.0, section 7; word lists of the EPCIS 2.0 JSON schema.</remarks>
public sealed class Cbv
{
    public const string Web = "https://ref.gs1.org/cbv/";
    private const string Urn = "urn:epcglobal:cbv:";
    private readonly FrozenSet<string> _words;
    private readonly string _webPrefix;
    private readonly string _urnPrefix;

    private Cbv(string webName, string urnName, string words)
    {
        (_webPrefix, _urnPrefix) = ($"{Web}{webName}-", $"{Urn}{urnName}:");
        _words = words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>What was being done.</summary>
    public static Cbv BizStep { get; } = new("BizStep", "bizstep",
        "accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting "
        + "decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting "
        + "installing killing loading other packing picking receiving removing repackaging repairing replacing "
        + "reserving retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing "
        + "transporting unloading unpacking void_shipping");

    /// <summary>In which condition things are from then on.</summary>
    public static Cbv Disposition { get; } = new("Disp", "disp",
        "active available completeness_inferred completeness_verified conformant container_closed container_open "
        + "damaged destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class "
        + "mismatch_instance mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other "
        + "partially_dispensed recalled reserved retail_sold returned sellable_accessible sellable_not_accessible "
        + "stolen unavailable unknown");

    /// <summary>Kinds of business documents.</summary>
    public static Cbv BizTransaction { get; } = new("BTT", "btt",
        "bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt");

    /// <summary>In which role somebody gives or takes.</summary>
    public static Cbv SourceOrDestination { get; } = new("SDT", "sdt", "owning_party possessing_party location");

    /// <summary>Why an event is declared wrong.</summary>
    public static Cbv ErrorReason { get; } = new("ER", "er", "did_not_occur incorrect_data");

    public IEnumerable<string> Words => _words;

    /// <summary>The bare word; the text itself when it is a term of somebody else's vocabulary; null when it is
    /// neither.</summary>
    public string? Bare(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var prefix in (ReadOnlySpan<string>)[_webPrefix, _urnPrefix, "cbv:" + _webPrefix[Web.Length..]])
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return _words.Contains(text[prefix.Length..]) ? text[prefix.Length..] : null;
            }
        }

        return _words.Contains(text) || EpcUri.IsUri(text) ? text : null;
    }

    /// <summary>The web address of a bare word; any other text as it is.</summary>
    public string Expanded(string text) => _words.Contains(text) ? _webPrefix + text : text;
}
