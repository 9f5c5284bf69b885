using System.Globalization;

namespace TwistedThreads.Testing;

/// <summary>Values under keys, each with a mark that changes at every write: what a document store offers.</summary>
/// <remarks>Thread-safe; every method is atomic.</remarks>
internal sealed class MarkedItems<TKey, TValue>
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (TValue Value, string Mark)> _items = [];
    private int _marks;

    public IReadOnlyList<(TValue Value, string Mark)> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _items.Values];
            }
        }
    }

    public (TValue Value, string Mark)? Find(TKey key)
    {
        lock (_gate)
        {
            return _items.TryGetValue(key, out var found) ? found : null;
        }
    }

    /// <returns>False when the key is taken.</returns>
    public bool Create(TKey key, TValue value)
    {
        lock (_gate)
        {
            return _items.TryAdd(key, (value, NewMark()));
        }
    }

    public void Put(TKey key, TValue value)
    {
        lock (_gate)
        {
            _items[key] = (value, NewMark());
        }
    }

    /// <returns>The new mark; null when the value was written since it bore this one.</returns>
    public string? Replace(TKey key, string mark, TValue value)
    {
        lock (_gate)
        {
            if (!_items.TryGetValue(key, out var known) || known.Mark != mark)
            {
                return null;
            }

            var next = NewMark();
            _items[key] = (value, next);
            return next;
        }
    }

    private string NewMark() => (++_marks).ToString(CultureInfo.InvariantCulture);
}
