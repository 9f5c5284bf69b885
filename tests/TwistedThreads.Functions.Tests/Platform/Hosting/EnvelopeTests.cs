using System.Text;
using System.Text.Json;
using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Hosting;

namespace TwistedThreads.Functions.Tests.Platform.Hosting;

/// <summary>What the host posts, and what our own home writes, are read by the same reader.</summary>
public sealed class EnvelopeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_binary_message_of_the_host_gives_its_bytes_and_its_delivery()
    {
        using var envelope = Envelope.Read(HostPayloads.BinaryMessage());

        Assert.Equal(
            """{"orderId":"A-1","qty":2}""", Encoding.UTF8.GetString(envelope.Data("msg").GetBytesFromBase64()));
        Assert.Equal(("order-A-1", 3), (envelope.Metadata("MessageId"), envelope.DeliveryCount));
        Assert.Equal("application/json", envelope.Metadata("ContentType"));
        Assert.Equal("12", envelope.Metadata("SequenceNumber"));
        Assert.Equal("2026-11-20T10:15:03+00:00", envelope.Metadata("EnqueuedTime"));
        Assert.Null(envelope.Metadata("ReplyTo"));
    }

    [Fact]
    public void A_timer_of_the_host_says_when_it_ran_and_whether_it_is_late()
    {
        using var envelope = Envelope.Read(HostPayloads.Timer(isPastDue: true));

        var timer = envelope.Data("timer").Deserialize<TimerInfo>();

        Assert.True(timer!.IsPastDue);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 10, 5, 0, TimeSpan.Zero), timer.ScheduleStatus!.Next);
        Assert.Equal(12_345, timer.ScheduleStatus.Last.Ticks % TimeSpan.TicksPerSecond); // .0012345 s
    }

    [Fact]
    public void Metadata_that_are_missing_count_as_a_first_delivery()
    {
        using var envelope = Envelope.Read(Encoding.UTF8.GetBytes("""{"Data":{"msg":""}}"""));

        Assert.Equal((1, (string?)null), (envelope.DeliveryCount, envelope.Metadata("MessageId")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"Data":"text"}""")]
    [InlineData("""{"Data":{}""")]
    public void What_is_no_envelope_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => Envelope.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_binding_that_was_not_sent_is_refused()
    {
        using var envelope = Envelope.Read(Encoding.UTF8.GetBytes("""{"Data":{"msg":""}}"""));

        Assert.Throws<JsonException>(() => envelope.Data("other"));
    }

    [Theory]
    [InlineData("evt_1")]
    [InlineData("it's \"quoted\" \\ and ü 👕")]
    [InlineData("\"")]
    [InlineData("7")]
    [InlineData("")]
    public void A_message_of_ours_is_read_as_it_was_written(string messageId)
    {
        byte[] body = [0, 255, .. Encoding.UTF8.GetBytes("\"ü👕")];

        using var envelope = Envelope.Read(Envelope.OfMessage("msg", messageId, 4, Noon, body));

        Assert.Equal(body, envelope.Data("msg").GetBytesFromBase64());
        Assert.Equal((messageId, 4), (envelope.Metadata("MessageId"), envelope.DeliveryCount));
        Assert.Equal("2026-11-20T12:00:00+00:00", envelope.Metadata("EnqueuedTime"));
    }

    [Fact]
    public void A_timer_of_ours_is_read_as_it_was_written()
    {
        var status = new ScheduleStatus { Last = Noon, Next = Noon.AddHours(1), LastUpdated = Noon.AddTicks(1) };

        using var envelope = Envelope.Read(
            Envelope.OfTimer("timer", new TimerInfo { IsPastDue = true, ScheduleStatus = status }));

        var timer = envelope.Data("timer").Deserialize<TimerInfo>()!;
        Assert.Equal(
            (true, status.Last, status.Next, status.LastUpdated),
            (timer.IsPastDue, timer.ScheduleStatus!.Last, timer.ScheduleStatus.Next, timer.ScheduleStatus.LastUpdated));
    }

    [Fact]
    public void Changes_of_ours_are_encoded_twice_as_the_hosts_are()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"\"ü👕\\","n":1}""");
        var document = new Document("a'da\"", "i|\"d", "thing", "42", Noon, body);

        using var envelope = Envelope.Read(Envelope.OfChanges("docs", "owner", [document, document]));

        var inner = JsonSerializer.Deserialize<string>(envelope.Data("docs").GetString()!)!;
        using var array = JsonDocument.Parse(inner);
        Assert.Equal(2, array.RootElement.GetArrayLength());
        var first = array.RootElement[0];
        Assert.Equal("i|\"d", first.GetProperty("id").GetString());
        Assert.Equal("a'da\"", first.GetProperty("owner").GetString());
        Assert.Equal("thing", first.GetProperty("kind").GetString());
        Assert.Equal("42", first.GetProperty("_etag").GetString());
        Assert.Equal(Noon.ToUnixTimeSeconds(), first.GetProperty("_ts").GetInt64());
        Assert.Equal("\"ü👕\\", first.GetProperty("body").GetProperty("text").GetString());
    }
}
