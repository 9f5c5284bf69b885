namespace TwistedThreads.Commerce.Scanners;

/// <summary>The fields of one code while it is read: checked one by one, kept in ascending order of
/// identifier.</summary>
/// <param name="room">Where the fields are kept until there are more.</param>
/// <param name="text">What is read; indexes of fields are indexes of it.</param>
/// <param name="offset">Characters that the scanner sent before it.</param>
/// <param name="escape">What introduces an escape in this notation: % or a backslash.</param>
/// <param name="today">Decides the century of dates.</param>
internal ref struct FieldList(Span<Field> room, string text, int offset, char escape, DateOnly today)
{
    private Span<Field> _room = room;
    private int _count;

    public readonly string Text => text;

    public readonly Field[] ToArray() => _room[.._count].ToArray();

    public readonly int PositionOf(int index) => offset + index;

    public readonly ScanRefusal Unreadable(int index) => new ScanRefusal.Unreadable(PositionOf(index));

    /// <summary>Takes in a field, once if it comes twice alike.</summary>
    /// <param name="mayBeShort">A GTIN may have 8, 12 or 13 digits here.</param>
    public ScanRefusal? Add(Field field, bool mayBeShort = false)
    {
        var identifier = field.Identifier;
        var fault = FieldRules.FaultOf(identifier, field.In(text), mayBeShort, today, out var place);
        if (fault != Fault.None)
        {
            return ScanRefusal.Of(fault, identifier, PositionOf(SentAs(field, place)));
        }

        var slot = _count;
        while (slot > 0 && _room[slot - 1].Rank > field.Rank)
        {
            slot--;
        }

        if (slot > 0 && _room[slot - 1].Rank == field.Rank)
        {
            return _room[slot - 1].Cut(text) == field.Cut(text)
                ? null
                : new ScanRefusal.Contradiction(identifier.Code, PositionOf(field.At));
        }

        Insert(slot, field);
        return null;
    }

    /// <summary>Whether the fields, now complete, may stand in one code.</summary>
    public readonly ScanRefusal? Clash()
    {
        ReadOnlySpan<Field> fields = _room[.._count];
        foreach (ref readonly var field in fields)
        {
            var identifier = field.Identifier;
            foreach (var excluded in identifier.Excludes)
            {
                if (Has(fields, excluded))
                {
                    return new ScanRefusal.BadCompanion(identifier.Code, excluded, PositionOf(field.At));
                }
            }

            foreach (var group in identifier.Needs)
            {
                if (!HasAny(fields, group))
                {
                    return new ScanRefusal.MissingCompanion(identifier.Code, group[0], PositionOf(field.At));
                }
            }
        }

        return _count == 0 ? Unreadable(text.Length) : null;
    }

    private static bool Has(ReadOnlySpan<Field> fields, string code)
    {
        foreach (ref readonly var field in fields)
        {
            if (field.Identifier.Code == code)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAny(ReadOnlySpan<Field> fields, string[] codes)
    {
        foreach (var code in codes)
        {
            if (Has(fields, code))
            {
                return true;
            }
        }

        return false;
    }

    private void Insert(int slot, Field field)
    {
        if (_count == _room.Length)
        {
            var more = new Field[_count * 2];
            _room.CopyTo(more);
            _room = more;
        }

        _room[slot.._count].CopyTo(_room[(slot + 1)..]);
        _room[slot] = field;
        _count++;
    }

    /// <summary>The index at which a character of a value was sent: escapes are longer than what they mean.</summary>
    /// <remarks>Up to the first fault every % or backslash begins an escape: no value may hold one as such.</remarks>
    private readonly int SentAs(in Field field, int place)
    {
        if (!field.IsEscaped)
        {
            return field.Start + place;
        }

        var index = field.Start;
        for (; place > 0; place--)
        {
            index += text[index] != escape ? 1 : escape == DigitalLink.Escape ? 3 : 2;
        }

        return index;
    }
}
