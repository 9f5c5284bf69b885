using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Platform.Http;
using TwistedThreads.Functions.Tests.Platform.Documents;

namespace TwistedThreads.Functions.Tests.OnAzure;

/// <summary>One key for all instances, which no setting holds.</summary>
[Collection("environment of the process")]
public sealed class SigningKeyTests
{
    [Fact]
    public async Task Whoever_comes_later_signs_with_the_key_of_the_first()
    {
        await using var shop = await new SmallShop().OpenAsync();
        var second = new SigningKey(shop.Get<IDocuments>());

        await second.LoadAsync(CancellationToken.None);

        Assert.Equal(32, second.Value.Length);
        Assert.Equal(shop.Get<SigningKey>().Value, second.Value);
        var token = new Signer(second.Value).Sign("guest", "crt_1");
        Assert.Equal("crt_1", shop.Get<Signer>().Open("guest", token));
    }

    [Fact]
    public async Task Of_many_that_start_at_once_one_makes_the_key()
    {
        await using var shop = await new SmallShop().OpenAsync();
        var documents = shop.Get<IDocuments>();
        await documents.CommitAsync(
            SigningKey.Container, SigningKey.Kind, [new DocumentOperation.Delete("current")], CancellationToken.None);
        SigningKey[] all = [.. Enumerable.Range(0, 20).Select(_ => new SigningKey(documents))];

        await Task.WhenAll(all.Select(key => Task.Run(() => key.LoadAsync(CancellationToken.None))));

        Assert.Single(all.Select(key => Convert.ToHexString(key.Value)).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_whose_making_was_answered_by_silence_is_found_again()
    {
        await using var shop = await new SmallShop().OpenAsync();
        var faulty = (FaultyDocuments)shop.Get<IDocuments>();
        await faulty.CommitAsync(
            SigningKey.Container, SigningKey.Kind, [new DocumentOperation.Delete("current")], CancellationToken.None);
        var key = new SigningKey(faulty);
        faulty.OnCommits(Fault.TimeoutAfterCommit);

        await Assert.ThrowsAsync<DocumentsTimeoutException>(() => key.LoadAsync(CancellationToken.None));
        await key.LoadAsync(CancellationToken.None);

        Assert.Equal(32, key.Value.Length);
    }

    [Fact]
    public async Task Before_it_is_loaded_nothing_is_signed()
    {
        await using var shop = await new SmallShop().OpenAsync();

        Assert.Throws<InvalidOperationException>(() => new SigningKey(shop.Get<IDocuments>()).Value);
    }
}
