namespace Relay.Storing;

/// <summary>The words a stored response's status can be.</summary>
internal static class ResponseStatus
{
    public const string Queued = "queued";
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Whether the response may still change. What is over never does.</summary>
    public static bool IsRunning(string status) => status is Queued or InProgress;
}
