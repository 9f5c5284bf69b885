using TwistedThreads.Commerce.Kernel;

namespace TwistedThreads.Commerce.Onboarding;

/// <summary>Why a move-in says no.</summary>
public static class MoveInRefusal
{
    public static Refusal NotFound { get; } = Refusal.NotFound("move-in.not-found", "There is no such move-in.");

    public static Refusal NotCsv { get; } = Refusal.Invalid(
        "move-in.not-csv", string.Empty, "This is a spreadsheet or a document; export it as CSV and send that.");

    public static Refusal NoHeader { get; } = Refusal.Invalid(
        "move-in.no-header", string.Empty,
        "None of the first lines names an article or a barcode and a quantity, such as sku;ean;qty.");

    public static Refusal NoFile { get; } =
        Refusal.Conflict("move-in.no-file", "There is no stock file yet: send one first.");

    public static Refusal NoDay { get; } = Refusal.NotFound(
        "move-in.no-day", "There is no file of that day.");

    public static Refusal Superseded { get; } =
        Refusal.Conflict("move-in.superseded", "A later move-in of this shop has taken over.");

    public static Refusal TooManyRows(int most) => Refusal.Invalid(
        "move-in.too-many-rows", string.Empty, $"A file has {most} rows at most.");

    /// <param name="needed">The states in which it could be done, for a person.</param>
    public static Refusal WrongState(MoveInStatus status, string needed) =>
        Refusal.Conflict("move-in.wrong-state", $"The move-in is {Word(status)}; this needs it to be {needed}.") with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["state"] = status },
        };

    public static Refusal OpenAlready(MoveInId open) =>
        Refusal.Conflict("move-in.open-already", "This shop has a move-in under way.") with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["id"] = open },
        };

    public static Refusal MovedInAlready(LocationId location) => Refusal.Conflict(
        "move-in.moved-in-already",
        $"{location} is moved in. Say \"again\": true to take it out of web promises and begin anew.");

    public static Refusal RowsRejected(int rows) =>
        Refusal.Conflict(
            "move-in.rows-rejected",
            "The last file has rows that no article of ours is known for. Map them, or say \"acceptRejected\": true.")
        with
        {
            Facts = new Dictionary<string, object>(StringComparer.Ordinal) { ["rejected"] = rows },
        };

    public static Refusal BadDay(string why) => new(RefusalKind.Malformed, "move-in.bad-day", why);

    private static string Word(MoveInStatus status) =>
        char.ToLowerInvariant(status.ToString()[0]) + status.ToString()[1..];
}
