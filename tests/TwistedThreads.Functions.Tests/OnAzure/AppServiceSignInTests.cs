using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using TwistedThreads.Functions.Platform.Identity;

namespace TwistedThreads.Functions.Tests.OnAzure;

/// <summary>The header in which App Service authentication tells who somebody is.</summary>
public sealed class AppServiceSignInTests
{
    private const string RoleUri = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

    [Fact]
    public void Somebody_is_who_the_directory_says_and_has_the_roles_that_it_gives()
    {
        var reading = Read(
            $$"""
            {"auth_typ":"aad","name_typ":"upn","role_typ":"{{RoleUri}}","claims":[
              {"typ":"name","val":"Byron, Ada"},{"typ":"upn","val":"ada@example.com"},{"typ":"oid","val":"7"},
              {"typ":"{{RoleUri}}","val":"planner"},{"typ":"roles","val":"finance"},{"typ":"groups","val":"operator"}]}
            """);

        Assert.Equal("aad|7", reading.Name);
        Assert.Equal(["planner", "finance"], reading.Roles);
    }

    [Theory]
    [InlineData("http://schemas.microsoft.com/identity/claims/objectidentifier")]
    [InlineData("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier")]
    [InlineData("sub")]
    public void The_subject_has_several_names(string type)
    {
        var reading = Read($$"""{"auth_typ":"customers","claims":[{"typ":"{{type}}","val":"7"}]}""");

        Assert.Equal(("customers|7", null), (reading.Name, reading.Fault));
    }

    [Fact]
    public void Two_customers_of_one_display_name_are_two()
    {
        var one = Read("""{"auth_typ":"c","claims":[{"typ":"sub","val":"1"},{"typ":"name","val":"Anna Schmidt"}]}""");
        var two = Read("""{"auth_typ":"c","claims":[{"typ":"sub","val":"2"},{"typ":"name","val":"Anna Schmidt"}]}""");

        Assert.NotEqual(one.Name, two.Name);
    }

    [Theory]
    [InlineData("""{"auth_typ":"customers","claims":[{"typ":"name","val":"Anna Schmidt"}]}""")]
    [InlineData("""{"auth_typ":"","claims":[{"typ":"sub","val":"7"}]}""")]
    [InlineData("""{"claims":[{"typ":"sub","val":"7"}]}""")]
    public void Who_cannot_be_told_from_others_is_nobody(string principal) => Assert.NotNull(Read(principal).Fault);

    [Fact]
    public void A_token_of_the_customers_directory_makes_nobody_staff()
    {
        var reading = Read(
            """
            {"auth_typ":"customers","role_typ":"roles",
             "claims":[{"typ":"sub","val":"eve"},{"typ":"roles","val":"operator"}]}
            """);

        Assert.Equal(["customer"], reading.Roles);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"claims":null}""")]
    [InlineData("""{"claims":{}}""")]
    [InlineData("""{"claims":[]}""")]
    [InlineData("""{"claims":[null]}""")]
    [InlineData("""{"claims":[{"typ":"name"}]}""")]
    [InlineData("""{"claims":[{"typ":"name","val":null}]}""")]
    [InlineData("""{"claims":[{"typ":"name","val":7}]}""")]
    [InlineData("""{"name_typ":7,"claims":[{"typ":"name","val":"ada"}]}""")]
    [InlineData("""{"claims":[{"typ":"name","val":"\ud800"}]}""")]
    public void What_is_no_principal_is_not_believed(string json)
    {
        var reading = Read(json + " ");

        Assert.Null(reading.Name);
        Assert.NotNull(reading.Fault);
    }

    [Fact]
    public void A_nesting_without_end_is_not_believed() =>
        Assert.NotNull(Read(new string('[', 5000)).Fault);

    [Fact]
    public void Two_principals_are_none()
    {
        var one = Encode("""{"claims":[{"typ":"name","val":"ada"}]}""");

        Assert.NotNull(ReadHeader($"{one},{one}", isOn: "true").Fault);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("false")]
    [InlineData("1")]
    [InlineData("yes")]
    public void Without_the_platforms_word_the_header_means_nothing(string? isOn)
    {
        var reading = ReadHeader(
            Encode("""{"claims":[{"typ":"name","val":"eve"},{"typ":"roles","val":"operator"}]}"""), isOn);

        Assert.Equal(SignInReading.Nobody, reading);
    }

    [Fact]
    public void Without_the_header_there_is_nobody() =>
        Assert.Equal(SignInReading.Nobody, ReadHeader("", isOn: "true"));

    private static SignInReading Read(string json) => ReadHeader(Encode(json), isOn: "True");

    private static SignInReading ReadHeader(string header, string? isOn)
    {
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal) { [AppServiceSignIn.Switch] = isOn };
        var signIn = new AppServiceSignIn(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var request = new DefaultHttpContext().Request;
        request.Headers[AppServiceSignIn.Header] = header;
        return signIn.Read(request);
    }

    private static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
}
