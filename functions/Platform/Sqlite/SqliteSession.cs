using Microsoft.Data.Sqlite;

namespace TwistedThreads.Functions.Platform.Sqlite;

/// <summary>One connection with its prepared statements; used by one thread at a time.</summary>
public sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>Last number given to a write; set by the writer.</summary>
    public long Sequence { get; set; }

    /// <summary>Topics whose listeners are to be woken after the commit.</summary>
    public IReadOnlyCollection<string> Touched => _touched;

    public long NextSequence() => ++Sequence;

    public void Touch(string topic) => _touched.Add(topic);

    public void ForgetTouched() => _touched.Clear();

    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <returns>The first column of the first row; null when there is no row or no value.</returns>
    public long? Scalar(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        var rows = new List<T>();
        using var reader = Prepare(sql, values).ExecuteReader();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            // The text comes from this program; values are always parameters.
            command = new SqliteCommand(sql, connection);
            for (var index = 0; index < values.Length; index++)
            {
                command.Parameters.Add(new SqliteParameter($"${index}", null));
            }

            _prepared.Add(sql, command);
        }

        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }
}
