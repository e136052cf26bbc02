namespace Relay.Contract;

/// <summary>The content of one upstream payload, as far as the timeouts depend on it.</summary>
public enum ChunkOutcome
{
    /// <summary>Understood, but nothing that counts as progress (an empty delta, a heartbeat).</summary>
    Idle,

    /// <summary>Something of the answer arrived.</summary>
    Progress,

    /// <summary>A finish reason of the choice that counts has been seen; only stragglers (usage, late deltas) may follow.</summary>
    Finished,

    /// <summary>The payload held an error: the pump stops reading and calls <see cref="IResponseTranslator.End"/>.</summary>
    Failed,

    /// <summary>Nothing that may follow counts: the pump stops reading and calls <see cref="IResponseTranslator.End"/>.</summary>
    Ended,
}
