using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using TwistedThreads.Simulators.Host;

namespace TwistedThreads.Simulators.Tests.Host;

/// <summary>The encodings of the simulated host are those that its source and documentation show.</summary>
public sealed class EnvelopeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 10, 15, 3, 456, TimeSpan.FromHours(1));
    private readonly TinyPackage _package = new();

    public void Dispose() => _package.Dispose();

    [Theory]
    [InlineData("abc", "\"abc\"")]
    [InlineData(5, "5")]
    [InlineData(true, "true")]
    [InlineData(new[] { 1 }, "[1]")]
    [InlineData(null, "null")]
    public void Most_values_are_json_inside_a_string(object? value, string text) =>
        Assert.Equal(text, (string?)ContractValue.Of(value));

    [Fact]
    public void Dates_lose_what_is_below_a_second_and_their_zone()
    {
        Assert.Equal("2026-11-20T09:15:03", (string?)ContractValue.Of(Now.UtcDateTime));
        Assert.Equal("2026-11-20T10:15:03+01:00", (string?)ContractValue.Of(Now));
    }

    [Fact]
    public void A_binary_message_is_base64_with_metadata_inside_strings()
    {
        var envelope = Message("""{"MessageId":"forged","qty":2}""");

        Assert.Equal("""{"MessageId":"forged","qty":2}""", Decoded((string)envelope["Data"]!["note"]!));
        var metadata = (JObject)envelope["Metadata"]!;
        Assert.Equal(
            ("\"note-1\"", "1", "12", "\"A-1\"", "2026-11-20T10:15:03"),
            ((string?)metadata["MessageId"], (string?)metadata["DeliveryCount"], (string?)metadata["SequenceNumber"],
                (string?)metadata["SessionId"], (string?)metadata["EnqueuedTimeUtc"]));
        Assert.Equal("t1", (string?)metadata["ApplicationProperties"]!["tenant"]);
        Assert.Equal("TakeNote", (string?)metadata["sys"]!["MethodName"]);
        Assert.Null(metadata["CorrelationId"]);
        Assert.Null(metadata["qty"]);
    }

    [Fact]
    public void A_message_as_text_is_encoded_twice_and_writes_over_its_metadata()
    {
        var file = JObject.Parse(File.ReadAllText(Path.Combine(_package.Folder, "TakeNote", "function.json")));
        file["bindings"]![0]!["dataType"]!.Parent!.Remove();
        _package.Write("TakeNote/function.json", file);

        var envelope = Message("""{"MessageId":"forged","qty":2}""");

        Assert.Equal(
            """{"MessageId":"forged","qty":2}""",
            JsonConvert.DeserializeObject<string>((string)envelope["Data"]!["note"]!));
        Assert.Equal(
            ("\"forged\"", "2"),
            ((string?)envelope["Metadata"]!["MessageId"], (string?)envelope["Metadata"]!["qty"]));
    }

    [Fact]
    public void Changed_documents_are_an_array_in_a_string_in_a_string()
    {
        var document = JObject.Parse(
            """
            {"id":"a","_rid":"r","_ts":1763633703,"_lsn":17,"_etag":"\"e\"","body":{"at":"2026-11-20T09:15:03.120Z"}}
            """);

        var envelope = Parse(Envelopes.OfChanges(Function("WatchThings"), [document], 0, Now));

        var text = JsonConvert.DeserializeObject<string>((string)envelope["Data"]!["docs"]!)!;
        Assert.StartsWith("""[{"id":"a","_rid":"r","_ts":1763633703,"_lsn":17,""", text, StringComparison.Ordinal);

        // Json.NET has read the time, and writes it its own way.
        Assert.Contains("\"2026-11-20T09:15:03.12Z\"", text, StringComparison.Ordinal);
        Assert.Equal(0, (int?)envelope["Metadata"]!["RetryContext"]!["RetryCount"]);
    }

    [Fact]
    public void A_timer_is_a_nested_object_that_says_when_it_ran()
    {
        var envelope = Parse(Envelopes.OfTimer(
            Function("StrikeHour"), new TimerStatus(Now, Now.AddHours(1), Now), isPastDue: true, 0, Now));

        var timer = envelope["Data"]!["timer"]!;
        Assert.Equal((true, true), ((bool)timer["IsPastDue"]!, (bool)timer["Schedule"]!["AdjustForDST"]!));
        Assert.Equal("2026-11-20T10:15:03.456+01:00", (string?)timer["ScheduleStatus"]!["Last"]);
        Assert.Null(envelope["Metadata"]!["RetryContext"]);
    }

    [Theory]
    [InlineData("TakeNote/notes.txt", "would be taken for its script")]
    [InlineData("host/function.json", "not a valid function name")]
    [InlineData("9lives/function.json", "not a valid function name")]
    public void A_package_that_the_host_would_misread_is_refused(string path, string why)
    {
        _package.Write(path, new JObject());

        AssertRefused(why);
    }

    [Fact]
    public void A_binding_with_a_name_of_its_own_kind_is_refused()
    {
        _package.Function("Bad", new JObject { ["type"] = "timerTrigger", ["name"] = "my-timer" });

        AssertRefused("not a valid binding name");
    }

    [Fact]
    public void A_setting_without_a_value_is_refused()
    {
        _package.Settings.Remove("NotesQueue");

        var function = Function("TakeNote");

        Assert.Throws<FunctionsHostException>(() => function.Text("queueName"));
    }

    [Fact]
    public void Any_mode_but_the_proxy_is_refused()
    {
        _package.Settings["AzureFunctionsJobHost__customHandler__enableProxyingHttpRequest"] = "false";

        Assert.Throws<FunctionsHostException>(() => HostJson.Read(_package.Options));
    }

    private static JObject Parse(byte[] envelope)
    {
        using var reader = new JsonTextReader(new StringReader(Encoding.UTF8.GetString(envelope)));
        reader.DateParseHandling = DateParseHandling.None;
        return JObject.Load(reader);
    }

    private static string Decoded(string base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64));

    private void AssertRefused(string why) => Assert.Contains(
        why,
        Assert.Throws<FunctionsHostException>(() => HostedFunction.ReadAll(_package.Options)).Message,
        StringComparison.Ordinal);

    private HostedFunction Function(string name) =>
        HostedFunction.ReadAll(_package.Options).Single(function => function.Name == name);

    private JObject Message(string body)
    {
        var feed = new NoteFeed();
        feed.Send("note-1", body);
        return Parse(Envelopes.OfMessage(Function("TakeNote"), feed.TryReceive("notes")!, Now));
    }
}
