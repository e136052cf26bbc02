namespace Relay.Storing;

/// <summary>
/// The exception that is thrown if the store did not do what it was asked for. Its message names neither address nor user.
/// </summary>
internal class StoreUnavailableException(string message, Exception? inner = null, StoreFailure failure = StoreFailure.Unreachable)
    : Exception(message, inner)
{
    public StoreFailure Failure => failure;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => failure is StoreFailure.Unreachable or StoreFailure.Timeout;

    /// <summary>The reason as a value of <c>error.type</c> in metrics.</summary>
    public string Reason => failure switch
    {
        StoreFailure.Unreachable => "store_unreachable",
        StoreFailure.Timeout => "store_timeout",
        StoreFailure.Rejected => "store_rejected",
        StoreFailure.Full => "store_full",
        _ => throw new InvalidOperationException($"The failure {failure} has no name."),
    };
}
