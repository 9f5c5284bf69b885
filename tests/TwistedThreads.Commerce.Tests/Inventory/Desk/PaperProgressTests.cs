using TwistedThreads.Commerce.Inventory.Desk;
using TwistedThreads.Commerce.Inventory.Floor;
using TwistedThreads.Testing;

namespace TwistedThreads.Commerce.Tests.Inventory.Desk;

/// <summary>How far a paper is follows from its stage and from the books of its SKUs alone.</summary>
public sealed class PaperProgressTests
{
    private static readonly DeskPaper Paper = new(
        "trf_00000000000000000000000001.WH1", DeskForm.Transfer, TestShop.North, [new DeskLine(TestShop.Tee, 5)],
        "desk", TestShop.Opening, DeskStage.Open);

    [Theory]
    [InlineData(0, 0, 0, TransferStatus.Requested)]
    [InlineData(5, 0, 5, TransferStatus.InTransit)]
    [InlineData(5, 3, 2, TransferStatus.InTransit)]
    [InlineData(5, 5, 0, TransferStatus.Received)]
    [InlineData(0, 2, 0, TransferStatus.Received)]
    public void A_transfer_is_as_far_as_its_pieces(int sent, int received, int onTheWay, TransferStatus status)
    {
        var transit = TransitPaper.Of(Paper.Id) with
        {
            Sent = sent,
            Received = received,
            Out = onTheWay == 0 ? [] : [new Parcel(TestShop.North, onTheWay)],
        };

        Assert.Equal(status, PaperProgress.OfTransfer(Paper, [transit]));
        Assert.Equal(
            TransferStatus.Closed, PaperProgress.OfTransfer(Paper with { Stage = DeskStage.Closing }, [transit]));
    }

    [Theory]
    [InlineData(0, ReceiptStatus.Expected)]
    [InlineData(2, ReceiptStatus.PartlyReceived)]
    [InlineData(6, ReceiptStatus.Received)]
    public void A_receipt_is_as_far_as_its_pieces(int received, ReceiptStatus status)
    {
        var expected = new ExpectedPaper(Paper.Id, TestShop.North, new DateOnly(2026, 12, 1), 5, received, 0, false);

        Assert.Equal(status, PaperProgress.OfReceipt(Paper, [expected]));
        Assert.Equal(
            ReceiptStatus.Announcing, PaperProgress.OfReceipt(Paper with { Stage = DeskStage.Opening }, [expected]));
    }

    [Theory]
    [InlineData("trf_00000000000000000000000001.WH1", true)]
    [InlineData("rcp_00000000000000000000000001.BER", true)]
    [InlineData("trf_00000000000000000000000001", false)]
    [InlineData("trf_00000000000000000000000001.wh1", false)]
    [InlineData("trf_0000000000000000000000000!.WH1", false)]
    [InlineData("ord_00000000000000000000000001.WH1", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_names_its_place(string? id, bool isPaper) =>
        Assert.Equal(isPaper, DeskPaper.PlaceOf(id) is not null);

    [Fact]
    public void What_nobody_asked_for_is_listed_once()
    {
        var listed = Paper.Listing([TestShop.Cap, TestShop.Tee, TestShop.Cap]);

        Assert.Equal([(TestShop.Tee, 5), (TestShop.Cap, 0)], listed.Lines.Select(line => (line.Sku, line.Quantity)));
    }

    [Theory]
    [InlineData("dsc_01m7zj80vv.TEE-CREW.WH1.e1.1", "TEE-CREW")]
    [InlineData("dsc_01m7zj80vv.tee.WH1.e1.1", null)]
    [InlineData("01m7zj80vv.TEE-CREW.WH1", null)]
    public void A_discrepancy_names_its_article(string id, string? sku) =>
        Assert.Equal(sku, Discrepancy.SkuOf(id)?.Value);

    [Fact]
    public void A_discrepancy_is_found_by_the_id_that_it_was_given() => Assert.Equal(
        TestShop.Tee, Discrepancy.SkuOf(Discrepancy.IdOf(TestShop.Opening, TestShop.Tee, "WH1.a.b.1")));
}
