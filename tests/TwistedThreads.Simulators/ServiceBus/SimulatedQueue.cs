using System.Globalization;
using System.Security.Cryptography;

namespace TwistedThreads.Simulators.ServiceBus;

/// <summary>A queue with peek-lock, delivery counts, duplicate detection, expiry and a dead-letter queue. Safe for many
/// threads; time is its clock's.</summary>
public sealed class SimulatedQueue
{
    public const string DeadLetterSuffix = "/$deadletterqueue";
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly SimulatedQueue? _owner;
    private readonly List<BrokeredMessage> _messages = [];
    private readonly Dictionary<string, DateTimeOffset> _remembered = new(StringComparer.Ordinal);
    private long _sequence;

    public SimulatedQueue(QueueTerms terms, TimeProvider clock)
        : this(terms, clock, null) => DeadLetters = new SimulatedQueue(
            terms with { Name = terms.Name + DeadLetterSuffix }, clock, this);

    private SimulatedQueue(QueueTerms terms, TimeProvider clock, SimulatedQueue? owner)
    {
        Terms = terms;
        _clock = clock;
        _owner = owner;
        DeadLetters = this;
    }

    public QueueTerms Terms { get; }

    /// <summary>Its dead-letter queue; of a dead-letter queue itself.</summary>
    public SimulatedQueue DeadLetters { get; }

    /// <summary>Messages taken from senders, duplicates not counted.</summary>
    public int Accepted { get; private set; }

    public int Duplicates { get; private set; }

    public int Completed { get; private set; }

    /// <summary>Messages that are there, locked ones included.</summary>
    public int Count => Locked(() => _messages.Count);

    /// <summary>What is there, without touching it.</summary>
    public IReadOnlyList<BrokeredMessage> Peek() => Locked<IReadOnlyList<BrokeredMessage>>(() => [.. _messages]);

    /// <summary>Takes all of them or none.</summary>
    /// <returns>Why not; null when they were taken.</returns>
    public Refused? Send(IReadOnlyList<MessageDraft> drafts) => Locked(() =>
    {
        var accepted = drafts.Select(Accept).ToList();
        var size = accepted.Sum(message => (long)message.Size);
        if (size > QueueTerms.MaxMessageBytes)
        {
            return new Refused(403, $"The request of {size} bytes exceeds the limit ({QueueTerms.MaxMessageBytes}).");
        }

        if (_messages.Sum(message => (long)message.Size) + size > Terms.MaxBytes)
        {
            return new Refused(403, "The maximum entity size has been reached or exceeded.");
        }

        foreach (var message in accepted)
        {
            Enqueue(message);
        }

        return null;
    });

    /// <summary>Locks the oldest message that nobody holds.</summary>
    public BrokeredMessage? TryReceive() => Locked(() =>
    {
        var now = _clock.GetUtcNow();
        var index = _messages.FindIndex(message => message.LockToken.Length == 0);
        if (index < 0)
        {
            return null;
        }

        return _messages[index] = _messages[index] with
        {
            DeliveryCount = _messages[index].DeliveryCount + 1,
            LockToken = new Guid(RandomNumberGenerator.GetBytes(16)).ToString(),
            LockedUntilUtc = now + Terms.LockDuration,
        };
    });

    /// <returns>False when the lock was lost.</returns>
    public bool Complete(string lockToken) => Held(lockToken, index =>
    {
        _messages.RemoveAt(index);
        Completed++;
    });

    /// <summary>Gives the message back; it can be received at once.</summary>
    /// <returns>False when the lock was lost.</returns>
    public bool Abandon(string lockToken) => Held(lockToken, Release);

    /// <returns>False when the lock was lost.</returns>
    public bool RenewLock(string lockToken) => Held(lockToken, index => _messages[index] = _messages[index] with
    {
        LockedUntilUtc = _clock.GetUtcNow() + Terms.LockDuration,
    });

    private BrokeredMessage Accept(MessageDraft draft)
    {
        var now = _clock.GetUtcNow();
        var lifetime = draft.TimeToLive is { } own && own < Terms.TimeToLive ? own : Terms.TimeToLive;
        var id = draft.MessageId ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new BrokeredMessage(0, id, draft.Body, now, now + lifetime)
        {
            SessionId = draft.SessionId,
            CorrelationId = draft.CorrelationId,
            ContentType = draft.ContentType,
            Subject = draft.Subject,
            ApplicationProperties = draft.ApplicationProperties,
        };
    }

    private void Enqueue(BrokeredMessage message)
    {
        if (Terms.DuplicateWindow is { } window
            && !_remembered.TryAdd(message.MessageId, message.EnqueuedTimeUtc + window))
        {
            Duplicates++;
            return;
        }

        Accepted++;
        _messages.Add(message with { SequenceNumber = ++_sequence });
    }

    private bool Held(string lockToken, Action<int> then) => Locked(() =>
    {
        var index = _messages.FindIndex(message => lockToken.Length > 0 && message.LockToken == lockToken);
        if (index >= 0)
        {
            then(index);
        }

        return index >= 0;
    });

    private void Release(int index)
    {
        var message = _messages[index] with { LockToken = string.Empty };
        _messages[index] = message;
        if (_owner is null && message.DeliveryCount >= Terms.MaxDeliveryCount)
        {
            _messages.RemoveAt(index);
            DeadLetters.Bury(
                message,
                "MaxDeliveryCountExceeded",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Message could not be consumed after {Terms.MaxDeliveryCount} delivery attempts."));
        }
    }

    private void Bury(BrokeredMessage message, string reason, string description)
    {
        lock (_gate)
        {
            var properties = new Dictionary<string, object?>(message.ApplicationProperties, StringComparer.Ordinal)
            {
                [BrokeredMessage.ReasonProperty] = reason,
                [BrokeredMessage.DescriptionProperty] = description,
            };
            _messages.Add(message with
            {
                ApplicationProperties = properties,
                ExpiresAtUtc = DateTimeOffset.MaxValue,
                DeadLetterSource = _owner!.Terms.Name,
            });
        }
    }

    private T Locked<T>(Func<T> what)
    {
        // What became of messages in the queue decides what is in its dead-letter queue.
        _ = _owner?.Count;
        lock (_gate)
        {
            CatchUp();
            return what();
        }
    }

    // What has happened since somebody last looked: locks and lifetimes that ran out, ids that were forgotten.
    private void CatchUp()
    {
        var now = _clock.GetUtcNow();
        for (var index = _messages.Count - 1; index >= 0; index--)
        {
            if (_messages[index] is { LockToken.Length: > 0 } held && held.LockedUntilUtc <= now)
            {
                Release(index);
            }
        }

        foreach (var late in _messages.Where(message => message.LockToken.Length == 0 && message.ExpiresAtUtc <= now)
            .ToList())
        {
            _messages.Remove(late);
            if (Terms.DeadLettersOnExpiry)
            {
                DeadLetters.Bury(late, "TTLExpiredException", "The message expired and was dead lettered.");
            }
        }

        foreach (var (id, _) in _remembered.Where(id => id.Value <= now).ToList())
        {
            _remembered.Remove(id);
        }
    }
}
