namespace Relay.Storing;

/// <summary>Contains the values of a stored response's status.</summary>
internal static class ResponseStatus
{
    public const string Queued = "queued";
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Returns whether the response may still change. A finished one never does.</summary>
    public static bool IsRunning(string status) => status is Queued or InProgress;
}
