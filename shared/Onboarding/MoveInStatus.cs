namespace TwistedThreads.Commerce.Onboarding;

/// <summary>How far a shop has come on its way from its own stock book into the ledger.</summary>
public enum MoveInStatus
{
    /// <summary>Nothing was sent yet.</summary>
    Drafted,

    /// <summary>A stock file is mapped to our articles.</summary>
    Mapped,

    /// <summary>The shop goes on in its old system and sends its book daily; its scanners write the ledger
    /// already.</summary>
    DualRun,

    /// <summary>The last file is being booked.</summary>
    CuttingOver,

    /// <summary>The ledger is the shop's book, and the web may promise its stock.</summary>
    CutOver,

    /// <summary>What the cut-over booked is being withdrawn.</summary>
    RollingBack,

    /// <summary>As in the dual run: the shop works in its old system, and may cut over again.</summary>
    RolledBack,
}
