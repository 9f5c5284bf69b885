using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using TwistedThreads.Functions.Platform.Hosting;
using TwistedThreads.Functions.Platform.Identity;
using TwistedThreads.Functions.Tests.Platform.Hosting;
using TwistedThreads.Functions.Tests.Platform.Hosting.HostContract;

namespace TwistedThreads.Functions.Tests.OnAzure;

/// <summary>The shop as the host finds it.</summary>
[Collection("environment of the process")]
public sealed class AzureShopTests
{
    private static readonly Dictionary<string, string?> SignInIsOn = new(StringComparer.Ordinal)
    {
        [AppServiceSignIn.Switch] = "True",
    };

    [Fact]
    public async Task The_catalogue_is_there_once_the_shop_is_open()
    {
        await using var shop = await new SmallShop { HasSamples = true }.OpenAsync();

        var answer = await shop.SendAsync("GET", "/api/search?q=crew");

        Assert.Equal(200, answer.Status);
        Assert.NotEmpty(JsonElement.Parse(Encoding.UTF8.GetBytes(answer.Body)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_store_out_of_reach_leaves_a_door_that_says_so_until_it_is_back()
    {
        await using var shop = await new SmallShop
        {
            Patience = TimeSpan.FromMilliseconds(100),
            CallsInVain = int.MaxValue,
        }.OpenAsync();

        var root = await shop.SendAsync("GET", "/");
        var live = await shop.SendAsync("GET", "/api/health/live");
        var closed = await shop.SendAsync("GET", "/api/products");
        shop.GoWell();
        await Eventually.IsAsync(
            async () => (await shop.SendAsync("GET", "/api/products")).Status == 200, "the shop opens by itself");

        Assert.Equal((200, 200, 503), (root.Status, live.Status, closed.Status));
        Assert.Equal(
            ("shop.starting", true), (CodeOf(closed), closed.Headers.ContainsKey("Retry-After")));
    }

    [Fact]
    public async Task An_invocation_waits_for_the_shop_to_open_rather_than_spend_a_delivery()
    {
        await using var shop = await new SmallShop
        {
            Patience = TimeSpan.FromMilliseconds(100),
            CallsInVain = int.MaxValue,
        }.OpenAsync();

        var early = shop.SendAsync("POST", "/ReleaseExpiredReservations", HostPayloads.Timer(isPastDue: false));
        shop.GoWell();

        Assert.Equal(200, (await early).Status);
    }

    [Theory]
    [InlineData("POST", "/api/dev/sign-in", """{"name":"eve","roles":["operator"]}""")]
    [InlineData("POST", "/api/dev/devices", """{"location":"WH1"}""")]
    [InlineData("POST", "/api/dev/clock", """{"advance":"P1D"}""")]
    [InlineData("POST", "/api/dev/stock", """{"sku":"TEE-CREW-NAVY-M","location":"WH1","onHand":1000}""")]
    [InlineData("GET", "/api/dev/payments", "")]
    public async Task Nothing_that_is_for_development_answers(string method, string target, string body)
    {
        await using var shop = await new SmallShop { Settings = SignInIsOn }.OpenAsync();

        var answer = await shop.SendAsync(
            method, target, Encoding.UTF8.GetBytes(body), "Content-Type: application/json", PrincipalOf("operator"));

        Assert.Equal((404, "request.no-such-route"), (answer.Status, CodeOf(answer)));
    }

    [Fact]
    public async Task The_clock_is_the_worlds_own_and_no_pump_runs()
    {
        await using var shop = await new SmallShop().OpenAsync();

        Assert.Same(TimeProvider.System, shop.Get<TimeProvider>());
        Assert.DoesNotContain(
            shop.Get<IEnumerable<IHostedService>>(),
            service => service is QueuePump or ChangeFeedPump or TimerPump or ExpirySweep);
    }

    [Fact]
    public async Task An_operator_enrols_a_scanner_which_is_then_known_by_its_key()
    {
        await using var shop = await new SmallShop { Settings = SignInIsOn }.OpenAsync();

        var enrolled = await shop.SendAsync(
            "POST", "/api/devices", """{"location":"WH1"}"""u8.ToArray(),
            "Content-Type: application/json", PrincipalOf("operator"));
        var key = JsonElement.Parse(Encoding.UTF8.GetBytes(enrolled.Body)).GetProperty("key").GetString();
        var tasks = await shop.SendAsync("GET", "/api/locations/WH1/tasks", null, $"Device-Key: {key}");

        Assert.Equal((200, 200), (enrolled.Status, tasks.Status));
        Assert.Equal("no-store", enrolled.Headers["Cache-Control"]);
    }

    [Theory]
    [InlineData("""{"location":"WH9"}""", 422)]
    [InlineData("""{}""", 400)]
    public async Task A_scanner_belongs_to_a_location_that_exists(string body, int status)
    {
        await using var shop = await new SmallShop { Settings = SignInIsOn }.OpenAsync();

        var answer = await shop.SendAsync(
            "POST", "/api/devices", Encoding.UTF8.GetBytes(body),
            "Content-Type: application/json", PrincipalOf("operator"));

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("True", "operator", 200)]
    [InlineData("True", "finance", 403)]
    [InlineData("True", "device", 403)]
    [InlineData("False", "operator", 401)]
    [InlineData(null, "operator", 401)]
    public async Task A_principal_counts_only_when_the_platform_stands_in_front(string? isOn, string role, int status)
    {
        await using var shop = await new SmallShop
        {
            Settings = new(StringComparer.Ordinal) { [AppServiceSignIn.Switch] = isOn },
        }.OpenAsync();

        var answer = await shop.SendAsync("GET", "/api/parked", null, PrincipalOf(role));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_directory_can_make_nobody_a_device()
    {
        await using var shop = await new SmallShop { Settings = SignInIsOn }.OpenAsync();

        var answer = await shop.SendAsync("GET", "/api/scans/batch", null, PrincipalOf("device"));

        Assert.Equal((403, "access.forbidden"), (answer.Status, CodeOf(answer)));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bnVsbA==")]
    [InlineData("e30=")]
    public async Task A_principal_that_cannot_be_read_is_nobody(string header)
    {
        await using var shop = await new SmallShop { Settings = SignInIsOn }.OpenAsync();

        var answer = await shop.SendAsync("GET", "/api/parked", null, $"{AppServiceSignIn.Header}: {header}");

        Assert.Equal((401, "access.unauthenticated"), (answer.Status, CodeOf(answer)));
    }

    [Fact]
    public async Task The_description_of_the_api_is_a_function_that_the_host_passes_on()
    {
        await using var shop = await new SmallShop().OpenAsync();

        var answer = await shop.SendAsync("GET", "/api/openapi.json");

        var description = JsonElement.Parse(Encoding.UTF8.GetBytes(answer.Body));
        Assert.StartsWith("3.1", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            description.GetProperty("paths").EnumerateObject(),
            path => path.Name.Contains("/dev/", StringComparison.Ordinal));
    }

    private static string PrincipalOf(string role) => $"{AppServiceSignIn.Header}: " + Convert.ToBase64String(
        Encoding.UTF8.GetBytes(
            $$"""
            {"auth_typ":"aad","name_typ":"name","role_typ":"roles",
             "claims":[{"typ":"oid","val":"7"},{"typ":"name","val":"Ada"},{"typ":"roles","val":"{{role}}"}]}
            """));

    private static string? CodeOf(RawAnswer answer) =>
        JsonElement.Parse(Encoding.UTF8.GetBytes(answer.Body)).GetProperty("code").GetString();
}
