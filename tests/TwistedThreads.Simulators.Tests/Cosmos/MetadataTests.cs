using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Azure.Cosmos;
using TwistedThreads.Simulators.Cosmos;

namespace TwistedThreads.Simulators.Tests.Cosmos;

public sealed class MetadataTests
{
    [Fact]
    public async Task Databases_and_containers_are_made_over_the_wire()
    {
        await using var account = await CosmosAccount.StartAsync(new CosmosAccountOptions());
        using var client = Shop.ClientOf(account);

        Database database = await client.CreateDatabaseIfNotExistsAsync("made");
        Container container = await database.CreateContainerIfNotExistsAsync(
            new ContainerProperties("items", "/kind") { DefaultTimeToLive = 60 });
        await database.CreateContainerIfNotExistsAsync(new ContainerProperties("items", "/kind"));
        var read = await container.ReadContainerAsync();

        Assert.Equal(60, read.Resource.DefaultTimeToLive);
        Assert.Equal("/kind", read.Resource.PartitionKeyPath);
        var again = await Assert.ThrowsAsync<CosmosException>(
            () => database.CreateContainerAsync(new ContainerProperties("items", "/kind")));
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        var missing = await Assert.ThrowsAsync<CosmosException>(() => client.GetDatabase("none").ReadAsync());
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task An_account_has_https_where_it_has_a_certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var start = DateTimeOffset.UnixEpoch;
        using var certificate = request.CreateSelfSigned(start, start.AddYears(99));
        await using var shop = await Shop.OpenAsync(
            new CosmosAccountOptions { Certificate = certificate },
            options => options.ServerCertificateCustomValidationCallback = (_, _, _) => true);

        var created = await shop.Orders.CreateItemAsync(new Line("a", "o1"), new PartitionKey("o1"));

        Assert.Equal("https", shop.Account.Endpoint.Scheme);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
    }
}
