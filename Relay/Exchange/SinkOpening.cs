namespace Relay.Exchange;

/// <summary>Lists when a sink commits the answer to success, so that a failure can no longer be refused.</summary>
internal enum SinkOpening
{
    /// <summary>With the events: as soon as the translation opens the stream.</summary>
    WithEvents,

    /// <summary>Before the upstream is called: there is no status to send, and each failure is recorded as events.</summary>
    AtOnce,

    /// <summary>With the final response: each failure can be a status.</summary>
    AtEnd,
}
