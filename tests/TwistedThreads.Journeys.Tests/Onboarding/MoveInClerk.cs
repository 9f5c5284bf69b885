using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests.Onboarding;

/// <summary>Whoever moves one shop in: sends its files and asks for the next step.</summary>
public sealed class MoveInClerk
{
    private readonly RunningShop _shop;

    private MoveInClerk(RunningShop shop, string id) => (_shop, Id) = (shop, id);

    public string Id { get; }

    /// <summary>Begins to move a shop in that is moved in already, as the samples' shops are.</summary>
    public static async Task<MoveInClerk> OpenAsync(RunningShop shop, string location)
    {
        var body = new JsonObject { ["location"] = location, ["again"] = true };
        var opened = (await shop.Staff.PostAsync("/api/move-ins", body)).Expect(201);
        return new MoveInClerk(shop, opened.Required("id"));
    }

    public async Task<JsonNode> ShowAsync() => (await GetAsync("")).Expect(200);

    /// <param name="what">Below the move-in's own address, such as <c>report.csv</c>; empty for itself.</param>
    public Task<Answer> GetAsync(string what) => _shop.Staff.GetAsync(AddressOf(what));

    public Task<Answer> PostAsync(string what, JsonNode? body = null) =>
        _shop.Staff.SendAsync(HttpMethod.Post, AddressOf(what), body);

    public Task<Answer> PutAsync(string what, string csv, string type = "text/csv") =>
        PutAsync(what, Encoding.UTF8.GetBytes(csv), type);

    public async Task<Answer> PutAsync(string what, byte[] csv, string type = "text/csv")
    {
        var who = await _shop.Staff.SignedInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, AddressOf(what));
        request.Content = new ByteArrayContent(csv);
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.TryAddWithoutValidation(who.Header, who.Value);

        // A file that is too large can be refused before it is sent.
        request.Headers.ExpectContinue = csv.Length > 10 << 20;
        return await _shop.Client.SendAsync(request, Encoding.Latin1.GetString(csv));
    }

    /// <summary>The shop's day, which is not that of the machine once the clock was moved.</summary>
    public async Task<string> TodayAsync() => (await NowAsync())[..10];

    public async Task<string> NowAsync() =>
        (await _shop.Staff.PostAsync("/api/dev/clock", new JsonObject { ["advance"] = "PT0S" }))
        .Expect(200).Required("now");

    public Task<JsonNode> IsAsync(string state) => Eventually.HoldsAsync(
        ShowAsync, moveIn => moveIn.Required("state") == state, $"the move-in is {state}");

    private string AddressOf(string what) => what.Length == 0 ? $"/api/move-ins/{Id}" : $"/api/move-ins/{Id}/{what}";
}
