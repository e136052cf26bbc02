namespace Relay.Diagnostics;

/// <summary>Contains all log messages of the relay. None contains request content, a key or an address.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(100, LogLevel.Information, "{Id} started: model {Model}, stream {Stream}, {Bytes} bytes")]
    public static partial void Started(ILogger logger, string id, string model, bool stream, int bytes);

    [LoggerMessage(101, LogLevel.Information, "{Id} upstream answered {Status} after {Milliseconds} ms")]
    public static partial void UpstreamAnswered(ILogger logger, string id, int status, long milliseconds);

    [LoggerMessage(
        102,
        LogLevel.Information,
        "{Id} finished: {Outcome}, {Payloads} payloads, {BytesIn} bytes in, {BytesOut} bytes out, {Milliseconds} ms")]
    public static partial void Finished(
        ILogger logger, string id, string outcome, long payloads, long bytesIn, long bytesOut, long milliseconds);

    [LoggerMessage(103, LogLevel.Information, "{Id} upstream failed: {Code}; retry {Retry} of {Most} in {Milliseconds} ms")]
    public static partial void Retrying(ILogger logger, string id, string code, int retry, int most, long milliseconds);

    [LoggerMessage(110, LogLevel.Warning, "{Id} {Warning}")]
    public static partial void Warning(ILogger logger, string id, string warning);

    [LoggerMessage(111, LogLevel.Information, "request rejected: {Status} {Code} {Param}")]
    public static partial void Refused(ILogger logger, int status, string code, string param);

    [LoggerMessage(112, LogLevel.Warning, "models of upstream {Upstream} omitted: {Code}")]
    public static partial void ModelsLeftOut(ILogger logger, string upstream, string code);

    [LoggerMessage(
        115,
        LogLevel.Warning,
        "upstream {Upstream} has no key: set {Variable}, api_key or api_key_env. Without one, clients must send the vendor's key.")]
    public static partial void NoKey(ILogger logger, string upstream, string variable);

    [LoggerMessage(114, LogLevel.Warning, "{Id} failed: the relay that created it has stopped")]
    public static partial void Lost(ILogger logger, string id);

    [LoggerMessage(113, LogLevel.Information, "{Count} expired responses deleted")]
    public static partial void Swept(ILogger logger, int count);

    /// <summary>
    /// Logs an unhandled exception: its type and its place. Its message is omitted, because it may quote request content.
    /// </summary>
    public static void Broken(ILogger logger, string id, Exception exception) =>
        Broken(logger, id, exception.GetType().Name, GetPlace(exception.StackTrace));

    [LoggerMessage(120, LogLevel.Error, "{Id} failed inside the relay: {Kind} {Place}")]
    private static partial void Broken(ILogger logger, string id, string kind, string place);

    [LoggerMessage(
        124,
        LogLevel.Warning,
        "The store is persistent, but the encryption key of this process is not. "
        + "Encrypted reasoning cannot be read by other relays or after a restart; set seal_keys.")]
    public static partial void SealEndsBeforeStore(ILogger logger);

    [LoggerMessage(121, LogLevel.Error, "{Id} was not stored: {Reason}")]
    public static partial void NotKept(ILogger logger, string id, string reason);

    [LoggerMessage(128, LogLevel.Warning, "{Id} cannot be stored yet and is kept until it can: {Reason}")]
    public static partial void NotYetKept(ILogger logger, string id, string reason);

    [LoggerMessage(125, LogLevel.Information, "{Id} is no longer wanted: it was cancelled")]
    public static partial void Cancelled(ILogger logger, string id);

    [LoggerMessage(126, LogLevel.Information, "{Id} is no longer wanted: it was deleted, or its time to live is over")]
    public static partial void Deleted(ILogger logger, string id);

    [LoggerMessage(
        127,
        LogLevel.Error,
        "{Id} was not stored: its lease had expired, and another relay has declared it lost; compare the clocks of the relays, and whether "
        + "this relay could reach the store")]
    public static partial void DeclaredLost(ILogger logger, string id);

    [LoggerMessage(129, LogLevel.Information, "{Id} is stored after the store was unavailable for {Milliseconds} ms")]
    public static partial void KeptLate(ILogger logger, string id, long milliseconds);

    [LoggerMessage(130, LogLevel.Information, "the store is available again")]
    public static partial void StoreIsBack(ILogger logger);

    [LoggerMessage(131, LogLevel.Warning, "{Id} has failed in the store: {Reason}")]
    public static partial void FailedInStore(ILogger logger, string id, string reason);

    [LoggerMessage(132, LogLevel.Warning, "{Id} cannot be followed at the moment: {Reason}")]
    public static partial void FollowingWaits(ILogger logger, string id, string reason);

    [LoggerMessage(133, LogLevel.Error, "{Id} can no longer be followed: {Reason}")]
    public static partial void FollowingEnds(ILogger logger, string id, string reason);

    [LoggerMessage(122, LogLevel.Error, "maintenance of the store failed: {Reason}")]
    public static partial void UpkeepFailed(ILogger logger, string reason);

    [LoggerMessage(123, LogLevel.Error, "the store cannot be queried: {Reason}")]
    public static partial void StoreUnavailable(ILogger logger, string reason);

    private static string GetPlace(string? stackTrace)
    {
        var own = stackTrace?.Split('\n').FirstOrDefault(static line => line.Contains(" Relay.", StringComparison.Ordinal)) ?? "";
        var end = own.IndexOf('(', StringComparison.Ordinal);
        return end < 0 ? "" : own[..end].Trim();
    }
}
