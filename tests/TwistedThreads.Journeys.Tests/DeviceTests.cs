using System.Text.Json.Nodes;
using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>A scanner from its enrolment to its loss.</summary>
public sealed class DeviceTests(RunningShop shop) : IClassFixture<RunningShop>, IDisposable
{
    private const string Tasks = "/api/locations/WH1/tasks";

    // Of its own, to see the headers of answers.
    private readonly HttpClient _http =
        new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = shop.Client.Address };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_lost_scanners_very_next_request_is_refused()
    {
        var (id, scanner) = await EnrolAsync();
        (await shop.Client.GetAsync(Tasks, scanner)).Expect(200);

        var revoked = (await RevokeAsync(id, "lost")).Expect(200);

        (await shop.Client.GetAsync(Tasks, scanner)).ExpectProblem(401, "access.unauthenticated");
        (await shop.Client.PostAsync("/api/scans", Batch(), scanner))
            .ExpectProblem(401, "access.unauthenticated");
        Assert.Equal("revoked", revoked.Required("status"));
        var deed = (await RevokeAsync(id, "found again")).Expect(200).Items("deeds")[^1];
        Assert.Equal(("ada", "lost"), (deed.Required("by"), deed.Required("reason")));
    }

    [Fact]
    public async Task A_new_key_ends_the_old_one_when_it_is_first_used()
    {
        var (id, old) = await EnrolAsync();
        var issued = (await shop.Staff.PostAsync($"/api/devices/{id}/keys", new JsonObject())).Expect(200);
        var scanner = Identity.Device(issued.Required("key"));
        (await shop.Client.GetAsync(Tasks, old)).Expect(200);

        (await shop.Client.GetAsync(Tasks, scanner)).Expect(200);

        (await shop.Client.GetAsync(Tasks, old)).ExpectProblem(401, "access.unauthenticated");
        Assert.NotEmpty(issued.Required("oldKeyWorksUntil"));
        Assert.Null((await ShowAsync(id))["oldKeyWorksUntil"]);
    }

    [Fact]
    public async Task A_scanner_sees_its_own_tasks_only()
    {
        var (_, scanner) = await EnrolAsync("BER");

        var other = await shop.Client.GetAsync(Tasks, scanner);

        other.ExpectProblem(403, "access.other-location");
        (await shop.Client.GetAsync("/api/locations/BER/tasks", scanner)).Expect(200);
    }

    [Fact]
    public async Task A_scanner_cannot_touch_the_stock_of_another_location()
    {
        var sku = await shop.SkuWithAsync(5);
        var guest = await Shopper.AtTheTillAsync(shop.Client, (sku, 2));
        var order = (await guest.BuyAsync()).Required("id");
        var task = (await shop.Crew.TasksOfAsync("WH1", order))[0];
        var (_, stranger) = await EnrolAsync("BER");

        var answer = await shop.Client.PostAsync("/api/scans", Batch(task.Scan("WH1")), stranger);

        var report = answer.Expect(202);
        Assert.Equal(0, report.Number("accepted"));
        Assert.Equal("scan.other-location", Assert.Single(report.Items("rejected")).Required("code"));
        await shop.Crew.ShipAsync(order);
        Assert.Equal(3, (await shop.Staff.StockAsync(sku)).OnHand);
    }

    [Fact]
    public async Task A_scanner_in_a_hurry_is_told_when_to_come_again_and_then_finds_room()
    {
        var (_, scanner) = await EnrolAsync();
        var (_, colleague) = await EnrolAsync();
        using var first = await AskAsync(scanner);
        Assert.Equal(["\"device\";q=100;w=5"], first.Headers.GetValues("RateLimit-Policy"));
        Assert.Matches("^\"device\";r=[0-9]{1,2};t=1$", Assert.Single(first.Headers.GetValues("RateLimit")));

        using var refused = await HurryAsync(scanner);

        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        Assert.Equal(["\"device\";r=0;t=1"], refused.Headers.GetValues("RateLimit"));
        Assert.Equal(["\"device\";q=100;w=5"], refused.Headers.GetValues("RateLimit-Policy"));
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal("device.too-fast", problem.Required("code"));
        (await shop.Client.GetAsync(Tasks, colleague)).Expect(200);
        await Eventually.HoldsAsync(
            () => shop.Client.GetAsync(Tasks, scanner), answer => answer.Status == 200, "the bucket fills again", 10);
    }

    [Fact]
    public async Task The_list_tells_who_was_heard_and_never_a_key()
    {
        var enrolled = (await shop.Staff.PostAsync(
            "/api/devices", new JsonObject { ["location"] = "HAM", ["name"] = "Gate 3" })).Expect(200);
        var (id, key) = (enrolled.Required("deviceId"), enrolled.Required("key"));
        (await shop.Client.PostAsync("/api/scans", Batch(), Identity.Device(key))).Expect(202);

        var seen = await Eventually.HoldsAsync(
            () => ShowAsync(id), device => device.Text("lastBatch").Length > 0, "the device was heard");

        var list = (await shop.Staff.GetAsync("/api/devices?location=HAM&status=active")).Expect(200);
        var listed = Assert.Single(list.Items());
        Assert.Equal((id, "Gate 3", "HAM"), (listed.Required("id"), listed.Required("name"), listed.Text("location")));
        Assert.NotEmpty(listed.Required("lastSeenAt"));
        Assert.Equal(listed.ToJsonString(), seen.ToJsonString());
        Assert.DoesNotContain("key\"", seen.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hash", seen.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(key.Split('.')[1], seen.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_read_page_by_page_with_the_cursor_of_its_own_filter()
    {
        string[] mine = [(await EnrolAsync("MUC")).Id, (await EnrolAsync("MUC")).Id, (await EnrolAsync("MUC")).Id];
        await RevokeAsync(mine[1], "broken");

        var first = (await shop.Staff.GetAsync("/api/devices?location=MUC&limit=2")).Expect(200);
        var cursor = Uri.EscapeDataString(first.Required("nextCursor"));
        var second = (await shop.Staff.GetAsync($"/api/devices?location=MUC&limit=2&cursor={cursor}")).Expect(200);
        var strange = await shop.Staff.GetAsync($"/api/devices?location=BER&cursor={cursor}");
        var revoked = (await shop.Staff.GetAsync("/api/devices?location=MUC&status=revoked")).Expect(200);

        Assert.Equal(mine, first.Items().Concat(second.Items()).Select(device => device.Required("id")));
        Assert.Null(second["nextCursor"]);
        Assert.Equal(mine[1], Assert.Single(revoked.Items()).Required("id"));
        strange.ExpectProblem(400, "request.bad-cursor");
    }

    [Theory]
    [InlineData("GET", "/api/devices?status=asleep", null, 400, "device.bad-status")]
    [InlineData("GET", "/api/devices?status=active&status=revoked", null, 400, "device.bad-status")]
    [InlineData("GET", "/api/devices?location=berlin", null, 400, "device.bad-location")]
    [InlineData("GET", "/api/devices?limit=0", null, 400, "request.bad-limit")]
    [InlineData("GET", "/api/devices?cursor=x", null, 400, "request.bad-cursor")]
    [InlineData("GET", "/api/devices/dev_1", null, 404, "device.not-found")]
    [InlineData("GET", "/api/devices/dev_00000000000000000000000000", null, 404, "device.not-found")]
    [InlineData("POST", "/api/devices", """{"location":"WH9"}""", 422, "location.unknown")]
    [InlineData("POST", "/api/devices", """{"location":"WH1","name":" "}""", 422, "device.bad-name")]
    [InlineData("POST", "/api/devices", """{"location":"WH1","name":"a\nb"}""", 422, "device.bad-name")]
    [InlineData("POST", "/api/devices", """{"location":"WH1","key":"mine"}""", 400, "request.unreadable")]
    [InlineData("POST", "/api/devices/dev_1/revocation", """{"reason":"lost"}""", 404, "device.not-found")]
    [InlineData("POST", "/api/devices/dev_1/revocation", """{"reason":" "}""", 422, "device.reason-required")]
    [InlineData("POST", "/api/devices/dev_1/revocation", "{}", 400, "request.unreadable")]
    [InlineData("POST", "/api/devices/dev_1/keys", "{}", 404, "device.not-found")]
    public async Task Bad_input_is_a_problem(string method, string path, string? body, int status, string code)
    {
        var sent = body is null ? null : JsonNode.Parse(body);

        var answer = await shop.Staff.SendAsync(new HttpMethod(method), path, sent);

        answer.ExpectProblem(status, code);
    }

    [Fact]
    public async Task No_scanner_and_no_guest_administers_scanners()
    {
        var (id, scanner) = await EnrolAsync();

        var asScanner = await shop.Client.PostAsync($"/api/devices/{id}/keys", new JsonObject(), scanner);
        var asNobody = await shop.Client.GetAsync("/api/devices");

        asScanner.ExpectProblem(403, "access.forbidden");
        asNobody.ExpectProblem(401, "access.unauthenticated");
    }

    private static JsonObject Batch(params JsonNode[] events) =>
        new() { ["batchId"] = Unique.Key(), ["events"] = new JsonArray(events) };

    private async Task<(string Id, Identity Scanner)> EnrolAsync(string location = "WH1")
    {
        var answer = await shop.Staff.PostAsync("/api/devices", new JsonObject { ["location"] = location });
        var device = answer.Expect(200);
        return (device.Required("deviceId"), Identity.Device(device.Required("key")));
    }

    private Task<Answer> RevokeAsync(string id, string reason) =>
        shop.Staff.PostAsync($"/api/devices/{id}/revocation", new JsonObject { ["reason"] = reason });

    private async Task<JsonNode> ShowAsync(string id) => (await shop.Staff.GetAsync($"/api/devices/{id}")).Expect(200);

    private async Task<HttpResponseMessage> AskAsync(Identity scanner)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Tasks);
        request.Headers.TryAddWithoutValidation(scanner.Header, scanner.Value);
        return await _http.SendAsync(request);
    }

    // A slow machine lets the bucket fill while it is being emptied: so many at once, until one is refused.
    private async Task<HttpResponseMessage> HurryAsync(Identity scanner)
    {
        for (var round = 0; round < 100; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync(scanner)));
            var refused = answers.FirstOrDefault(answer => (int)answer.StatusCode == 429);
            foreach (var answer in answers.Where(answer => answer != refused))
            {
                answer.Dispose();
            }

            if (refused is not null)
            {
                return refused;
            }
        }

        throw new InvalidOperationException("Nobody is ever too fast.");
    }
}
