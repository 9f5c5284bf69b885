using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;
using TwistedThreads.Testing;

namespace TwistedThreads.Journeys.Tests.Traceability;

/// <summary>Whatever a partner sends, the shop has an answer that is none of its own faults.</summary>
public sealed class HostilePartnerTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const int Rounds = 250;

    // Stands for half a surrogate pair, which no writer of JSON would write.
    private const string Half = "half-a-pair";

    private static readonly string[] Texts =
    [
        "", " ", Half, "null", "urn:", "urn:epc:id:sgtin:", "urn:epc:id:sgtin:..", "urn:epc:id:itip:....",
        "urn:epc:id:sscc:4012345.", "urn:epc:id:cpi:..", "https://id.gs1.org/01/", "https://id.gs1.org/00/1/21/",
        "https://id.gs1.org/414/4260123900014", "https:///01/04260123110505", "2026-11-20T10:00:00Z",
        "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00",
        "-14:00", "OBSERVE", "ADD", "DELETE", "receiving",
        "cbv:BizStep-receiving",
        "urn:epcglobal:cbv:bizstep:", "ObjectEvent", "TransformationEvent", "AggregationEvent", "EPCISQueryDocument",
        "2.0", "\\u0000", "%2F", "a|b", "~1", "<x/>", "ä", "😀",
    ];

    private static readonly string[] Names =
    [
        "type", "eventTime", "eventTimeZoneOffset", "eventID", "epcList", "quantityList", "epcClass", "quantity", "uom",
        "parentID", "childEPCs", "inputEPCList", "outputQuantityList", "transformationID", "action", "bizStep",
        "readPoint", "id", "bizTransactionList", "sourceList", "errorDeclaration", "declarationTime", "ilmd",
        "sensorElementList", "sensorReport", "@context", "recordTime", "ex:own", "https://x.example/a", "own", "",
        "persistentDisposition", "certificationInfo", "epcisBody", "eventList", "queryResults", "a/b~c",
    ];

    private static readonly string[] Parameters =
    [
        "perPage", "nextPageToken", "orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "GE_eventTime",
        "LT_recordTime", "EQ_action", "EQ_bizStep", "EQ_readPoint", "MATCH_epc", "MATCH_anyEPCClass", "EQ_eventID",
        "EXISTS_errorDeclaration", "EQ_bizTransaction_po", "EQ_bizTransaction_", "eventType", "EQ_", "",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_document_no_event_and_no_question_breaks_the_shop(int seed)
    {
        using var partner = new Partner(shop.Client, await shop.Staff.SignedInAsync());
        var chance = new Generator(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var happened = Mutated(Told.Receipt(null, "https://id.gs1.org/01/04260123110505", round), chance);
            var document = Text(Mutated(JsonNode.Parse(Told.Document(happened))!, chance));
            var question = $"{chance.OneOf(Parameters)}={Uri.EscapeDataString(chance.OneOf(Texts))}"
                + $"&{chance.OneOf(Parameters)}={Uri.EscapeDataString(chance.OneOf(Texts))}";
            (string What, Heard Answer)[] answers =
            [
                (Text(happened), await partner.TellAsync(Text(happened))),
                (document, await partner.SubmitAsync(document)),
                (question, await partner.GetAsync($"/api/epcis/events?{question}")),
                ("id", await partner.GetAsync($"/api/epcis/events/{Uri.EscapeDataString(chance.OneOf(Texts))}x")),
            ];

            Assert.All(answers, told => Assert.True(
                told.Answer.Status is < 500 and not 404 || (told.What == "id" && told.Answer.Status == 404),
                $"Seed {seed}, round {round}: {told.Answer.Status} to {told.What}\n{told.Answer.Text}"));
        }

        await Eventually.HoldsAsync(
            async () => (await partner.GetAsync("/api/epcis/capture?perPage=100")).Json.AsArray(),
            jobs => jobs.All(job => !job!["running"]!.GetValue<bool>()), "all captures are done");
        Assert.Empty((await shop.Staff.ParkedAsync()).Select(parked => parked.ToJsonString()));
    }

    private static string Text(JsonNode json) =>
        json.ToJsonString().Replace(Half, "\\ud800", StringComparison.Ordinal);

    private static JsonNode Mutated(JsonNode root, Generator chance)
    {
        var copy = root.DeepClone();
        for (var changes = chance.Between(1, 3); changes > 0; changes--)
        {
            var places = Objects(copy).ToList();
            var place = chance.OneOf(places);
            var known = place.Select(member => member.Key).ToList();
            var name = known.Count > 0 && chance.Chance(0.6) ? chance.OneOf(known) : chance.OneOf(Names);
            if (chance.Chance(0.2))
            {
                place.Remove(name);
            }
            else
            {
                place[name] = Value(chance, 0);
            }
        }

        return copy;
    }

    private static JsonNode? Value(Generator chance, int depth) => chance.Between(0, depth > 4 ? 4 : 6) switch
    {
        0 => null,
        1 => chance.Chance(0.5),
        2 => JsonNode.Parse(chance.OneOf(["0", "-1", "1e999", "1e-400", "3.5", "99999999999999999999", "2"])),
        3 or 4 => JsonNode.Parse($"\"{chance.OneOf(Texts)}\""),
        5 => new JsonArray([.. Generator.Many(chance.Between(0, 3), () => Value(chance, depth + 1))]),
        _ => new JsonObject(Generator.Many(chance.Between(0, 3), () => chance.OneOf(Names)).Distinct()
            .Select(name => KeyValuePair.Create(name, Value(chance, depth + 1)))),
    };

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject here => here.SelectMany(member => Objects(member.Value)).Prepend(here),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
