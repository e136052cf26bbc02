namespace Relay.Storing;

/// <summary>Lists why the store did not do what it was asked for.</summary>
internal enum StoreFailure
{
    /// <summary>The store cannot be reached, or is not in a state to work. It may be later.</summary>
    Unreachable,

    /// <summary>The store did not answer in time, for example because a table is locked. It may later.</summary>
    Timeout,

    /// <summary>The store refuses the request, and would refuse it again.</summary>
    Rejected,

    /// <summary>The store has no room for the response.</summary>
    Full,
}
