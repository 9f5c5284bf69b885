using TwistedThreads.Harness;
using TwistedThreads.Journeys.Tests.Harness;

namespace TwistedThreads.Journeys.Tests;

/// <summary>A developer plays a night: the clock leaps, the nightly timer notices.</summary>
public sealed class PlayedNightTests(RunningShop shop) : IClassFixture<RunningShop>
{
    private const string Forecast = "/api/forecasts?sku=TEE-CREW-NAVY-M";

    [Fact]
    public async Task A_night_later_every_location_has_its_forecast_and_nobody_had_to_sign_in_anew()
    {
        var me = await shop.Staff.SignedInAsync();
        Assert.Equal("forecast.none-yet", (await shop.Client.GetAsync(Forecast, me)).Code);

        await shop.Staff.AdvanceClockAsync("P1D");

        var answer = await Eventually.HoldsAsync(
            () => shop.Client.GetAsync(Forecast, me), seen => seen.Status != 404, "the night's forecast is there");
        var locations = answer.Expect(200).Items("locations");
        Assert.NotEmpty(locations);
        Assert.All(locations, location =>
        {
            Assert.Equal("seasonal-naive-52", location.Required("method"));
            Assert.True(location.Member("error").Number("origins") > 0);
        });
    }
}
