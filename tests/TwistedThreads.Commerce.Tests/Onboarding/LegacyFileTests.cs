using System.Text;
using TwistedThreads.Commerce.Onboarding.Legacy;

namespace TwistedThreads.Commerce.Tests.Onboarding;

public sealed class LegacyFileTests
{
    [Theory]
    [InlineData("sku,qty\nA-1,3\n", ',')]
    [InlineData("SKU;Qty\r\nA-1;3", ';')]
    [InlineData("sku\tqty\rA-1\t3\r", '\t')]
    [InlineData("Artikel|Bestand\nA-1|3\n", '|')]
    [InlineData("sep=;\nArtikel-Nr.;Menge\nA-1;3\n", ';')]
    [InlineData("\uFEFFArtikelnummer,Lagerbestand\nA-1,3\n", ',')]
    [InlineData("Bestandsliste, Stand 1.3.\n\n\"Art. Nr.\";\"Stück\"\n\"A-1\";\"3\"\n\n\n", ';')]
    [InlineData("Item;Größe;Farbe;ANZAHL\nA-1;M;rot;3\n", ';')]
    [InlineData("name;code;on hand\nRed, \"warm\"; A-1 ;3\n", ';')]
    [InlineData("code;qty;\nA-1;3;;;\n", ';')]
    public void A_file_is_read_whatever_program_wrote_it(string text, char separator)
    {
        var file = Shirts.File(text);

        var row = Assert.Single(file.Rows);
        Assert.Equal(("A-1", "3", false), (row.Article, row.Quantity, row.HasSpareCells));
        Assert.Equal(separator, file.Separator);
    }

    [Theory]
    [InlineData("utf-8", "größe")]
    [InlineData("windows-1252", "größe")]
    [InlineData("utf-16", "größe")]
    public void A_file_is_read_in_whatever_letters_it_was_written(string encoding, string header)
    {
        var text = $"code;qty;{header};titel\nA-1;3;“M” €;\n";
        var bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(text),
            "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
            _ => Windows(text),
        };

        var file = LegacyFile.Read(bytes).Value;

        Assert.Equal(encoding, file.Encoding);
        Assert.Equal("“M” €", Assert.Single(file.Rows).Size);
    }

    [Fact]
    public void Quotes_hold_separators_and_line_ends_and_close_however_they_were_meant()
    {
        var file = Shirts.File(
            "code;qty;title\n"
            + "A;1;\"Tee; \"\"heavy\"\"\nof cotton\"\n"
            + "B;2;\"never closed\n"
            + "C;3;5\" wide\n"
            + "D;4;\"an \"inner\" quote\"\n"
            + "\"E\";\"5\";\"last\"");

        Assert.Equal(["A", "B", "C", "D", "E"], file.Rows.Select(row => row.Article));
        Assert.Equal(
            ["Tee; \"heavy\"\nof cotton", "\"never closed", "5\" wide", "an \"inner\" quote", "last"],
            file.Rows.Select(row => row.Title));
        Assert.Equal([2, 4, 5, 6, 7], file.Rows.Select(row => row.Line));
    }

    [Fact]
    public void Blank_lines_are_counted_and_stray_characters_dropped()
    {
        var file = Shirts.File("code;qty\n\nA\u0000\u0007B;3\n;;\n   \nC\u200B;4\n");

        Assert.Equal(["AB", "C"], file.Rows.Select(row => row.Article));
        Assert.Equal((3, 3), (file.BlankLines, file.DroppedCharacters));
    }

    [Fact]
    public void A_row_with_spare_cells_says_so()
    {
        var file = Shirts.File("code,qty,title\nA,1,234,Tee\nB,2,Tee,,\nC,3\n");

        Assert.Equal([true, false, false], file.Rows.Select(row => row.HasSpareCells));
    }

    [Theory]
    [InlineData("", "move-in.no-header")]
    [InlineData("\n\n\n", "move-in.no-header")]
    [InlineData("A-1;3\nA-2;4\n", "move-in.no-header")]
    [InlineData("code;title\nA;Tee\n", "move-in.no-header")]
    [InlineData("qty;title\n3;Tee\n", "move-in.no-header")]
    [InlineData("PK\u0003\u0004 a spreadsheet", "move-in.not-csv")]
    [InlineData("%PDF-1.7", "move-in.not-csv")]
    public void What_is_no_stock_file_is_refused(string text, string code) =>
        Assert.Equal(code, LegacyFile.Read(Encoding.UTF8.GetBytes(text)).Refusal?.Code);

    [Theory]
    [InlineData(LegacyFile.MaxRows, null)]
    [InlineData(LegacyFile.MaxRows + 1, "move-in.too-many-rows")]
    public void A_file_has_an_end(int rows, string? code)
    {
        var text = new StringBuilder("code;qty\n").Insert("code;qty\n".Length, "A;1\n", rows);

        var read = LegacyFile.Read(Encoding.UTF8.GetBytes(text.ToString()));

        Assert.Equal(code, read.Refusal?.Code);
    }

    private static byte[] Windows(string text) =>
    [
        .. text.Select(letter => letter switch
        {
            '€' => (byte)0x80,
            '“' => (byte)0x93,
            '”' => (byte)0x94,
            _ => (byte)letter,
        }),
    ];
}
