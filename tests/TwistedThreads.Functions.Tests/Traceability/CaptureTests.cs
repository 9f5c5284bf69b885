using TwistedThreads.Functions.Platform.Documents;
using TwistedThreads.Functions.Tests.Platform.Documents;
using TwistedThreads.Functions.Traceability;

namespace TwistedThreads.Functions.Tests.Traceability;

/// <summary>Captures over a store that fails at any call: everything is taken in once, or nothing is.</summary>
public sealed class CaptureTests
{
    private const string Bad = """{ "type": "ObjectEvent" }""";
    private const int Many = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_fails_every_event_is_taken_in_once_and_found(int seed)
    {
        await using var books = await Books.OpenAsync();
        var job = await books.AcceptAsync(true, [.. Enumerable.Range(0, Many).Select(number => Books.Event(number))]);
        books.Documents.Plan(seed, 0.1);

        var done = await books.WorkPatientlyAsync(job);

        Assert.True(books.Documents.Played > 0, "Nothing failed.");
        Assert.Equal((CaptureState.Done, Many, 0), (done.State, done.Captured, done.Errors.Count));
        await books.IndexAllAsync();
        var all = Enumerable.Range(0, Many).Select(number => $"urn:x:{number}").Order(StringComparer.Ordinal);
        Assert.Equal(all, (await books.FindAsync(("perPage", "7"))).Order(StringComparer.Ordinal));
        Assert.Equal(
            all, (await books.FindAsync(("orderBy", "recordTime"), ("perPage", "7"))).Order(StringComparer.Ordinal));
        Assert.Equal(
            all,
            (await books.FindAsync(("MATCH_epc", "urn:epc:idpat:sgtin:4012345.011111.*"), ("perPage", "7")))
                .Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_fails_one_bad_event_keeps_all_out(int seed)
    {
        await using var books = await Books.OpenAsync();
        var job = await books.AcceptAsync(true, Books.Event(1), Bad, Books.Event(2));
        books.Documents.Plan(seed, 0.3);

        var done = await books.WorkPatientlyAsync(job);

        Assert.Equal((CaptureState.Done, 0), (done.State, done.Captured));
        Assert.NotEmpty(done.Errors);
        Assert.Empty(await books.FindAsync());
    }

    [Fact]
    public async Task What_was_decided_is_not_decided_again_after_the_process_died()
    {
        await using var books = await Books.OpenAsync();
        var job = await books.AcceptAsync(true, Books.Event(1), Books.Event(2));

        // The list's entry and the decision go through, no event does however often it is tried.
        books.Documents.OnCommits([Fault.None, Fault.None, .. Enumerable.Repeat(Fault.RegionDown, 10)]);
        await Assert.ThrowsAnyAsync<DocumentsException>(() => books.WorkAsync(job));
        books.Documents.GoWell();
        await books.TellAsync(Books.Event(2));
        var done = await books.WorkPatientlyAsync(job);

        Assert.Equal((CaptureState.Done, 1), (done.State, done.Captured));
        var error = Assert.Single(done.Errors);
        Assert.Equal(("/epcisBody/eventList/1/eventID", CaptureDesk.ExistsCode), (error.Pointer, error.Code));
        Assert.Equal(["urn:x:1", "urn:x:2"], (await books.FindAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_finished_job_that_is_delivered_again_changes_nothing()
    {
        await using var books = await Books.OpenAsync();
        var job = await books.AcceptAsync(false, Books.Event(1), Bad);
        var first = await books.WorkPatientlyAsync(job);

        var again = await books.WorkPatientlyAsync(job);

        Assert.Equal((1, first.FinishedAt), (again.Captured, again.FinishedAt));
        Assert.Single(await books.FindAsync());
    }

    [Fact]
    public async Task Two_events_of_one_id_in_a_document_are_one_and_an_error()
    {
        await using var books = await Books.OpenAsync();
        const string Declared = """
            "errorDeclaration": { "declarationTime": "2026-11-20T10:00:00Z" },
            """;
        var job = await books.AcceptAsync(false, Books.Event(1), Books.Event(1), Books.Event(1, Declared));

        var done = await books.WorkPatientlyAsync(job);

        Assert.Equal(2, done.Captured);
        Assert.Equal("/epcisBody/eventList/1/eventID", Assert.Single(done.Errors).Pointer);
        Assert.Equal(2, (await books.FindAsync(("EQ_eventID", "urn:x:1"))).Count);
        Assert.Single(await books.FindAsync(("EXISTS_errorDeclaration", "true")));
    }

    [Fact]
    public async Task A_scan_that_was_declared_wrong_before_it_came_here_is_taken_back()
    {
        await using var books = await Books.OpenAsync();
        const string Declared = """
            "errorDeclaration": { "declarationTime": "2026-11-20T10:00:00Z" },
            """;
        await books.TellAsync(Books.Event(1, Declared));
        await books.TellScanAsync(Books.Event(2));
        var before = await books.MessagesAsync();

        await books.TellScanAsync(Books.Event(1));

        Assert.Equal(1, before);
        Assert.Equal(2, await books.MessagesAsync());
    }

    [Fact]
    public async Task An_event_that_could_not_be_listed_is_listed_by_the_change_feed()
    {
        await using var books = await Books.OpenAsync();
        books.Documents.OnCommits(Fault.None, Fault.RegionDown);
        await Assert.ThrowsAnyAsync<DocumentsException>(() => books.TellAsync(Books.Event(1)));
        Assert.Empty(await books.FindAsync());

        await books.IndexAllAsync();

        Assert.Equal(["urn:x:1"], await books.FindAsync());
        Assert.Equal(EventFate.Captured, await books.TellAsync(Books.Event(1)));
        Assert.Equal(EventFate.Exists, await books.TellAsync(Books.Event(1), "cap_third"));
        Assert.Equal(["urn:x:1"], await books.FindAsync());
    }

    [Fact]
    public async Task A_search_that_finds_nothing_gives_up_early_and_goes_on_where_it_was()
    {
        await using var books = await Books.OpenAsync();
        const int Others = 1_150;
        for (var number = 1; number <= Others; number++)
        {
            await books.TellAsync(Books.Event(number));
        }

        await books.TellAsync(Books.Event(0, "\"disposition\": \"damaged\","));
        var query = Commerce.Traceability.EventQuery.Read([KeyValuePair.Create("EQ_disposition", "damaged")]).Value;
        var search = new EventSearch(books.Store, books.Index);

        var first = await search.FindAsync(query, null, 30, default);
        var rest = await search.FindAsync(query, first.Next, 30, default);

        Assert.Empty(first.Events);
        Assert.Single(rest.Events);
        Assert.Null(rest.Next);
    }
}
