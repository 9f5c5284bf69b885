namespace TwistedThreads.Functions.Platform.Sqlite;

/// <content>A write that waits for its turn, and its caller with it.</content>
public sealed partial class SqliteWriter
{
    private abstract class Pending
    {
        public abstract bool Begin();

        public abstract bool Run(SqliteSession session);

        public abstract void Complete();

        public abstract void Fail(Exception fault);
    }

    private sealed class Pending<T>(
        Func<SqliteSession, WriteVerdict<T>> work, Action<T>? committed, CancellationToken cancellation) : Pending
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T _result = default!;
        private Exception? _fault;
        private bool _isKept;

        public Task<T> Task => _source.Task;

        public override bool Begin() => !cancellation.IsCancellationRequested || !_source.TrySetCanceled(cancellation);

        public override bool Run(SqliteSession session)
        {
            try
            {
                (_result, _isKept) = work(session);
                return _isKept;
            }
            catch (Exception fault)
            {
                // One bad write must not take its neighbours with it.
                _fault = fault;
                return false;
            }
        }

        public override void Complete()
        {
            if (_isKept)
            {
                committed?.Invoke(_result);
            }

            if (_fault is null)
            {
                _source.TrySetResult(_result);
            }
            else
            {
                _source.TrySetException(_fault);
            }
        }

        public override void Fail(Exception fault) => _source.TrySetException(fault);
    }
}
