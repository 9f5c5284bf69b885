// Each class starts its own shop process; two at once would only fight for the same two cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
