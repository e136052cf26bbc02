namespace Conformance.Running;

/// <summary>What a case gets when it asks for its relay. A closed family.</summary>
internal abstract record RelayLease;

/// <summary>A relay that was ready.</summary>
/// <param name="Url">Its base URL.</param>
/// <param name="Life">Whether it lives on; <see langword="null"/> for a relay that is not ours to watch.</param>
internal sealed record ReadyRelay(Uri Url, IRelayLife? Life) : RelayLease;

/// <summary>A relay that never got ready: no statement about it.</summary>
/// <param name="Problem">Why, in one sentence.</param>
/// <param name="Output">Its last lines.</param>
/// <param name="ForAll">Whether no other case can fare better, so that the run may stop.</param>
internal sealed record UnreadyRelay(string Problem, IReadOnlyList<string> Output, bool ForAll) : RelayLease;

/// <summary>A relay that was ready once, died, and has used up its restarts.</summary>
/// <param name="LastWords">How it died.</param>
internal sealed record DeadRelay(string LastWords) : RelayLease;

/// <summary>A relay process as a case sees it.</summary>
internal interface IRelayLife
{
    /// <summary>How it died, if it is dead or dies within that time; else <see langword="null"/>.</summary>
    Task<string?> DeathAsync(TimeSpan within, CancellationToken cancellationToken);
}

/// <summary>Gives each case the relay that is set up as the case demands.</summary>
internal interface IRelayPool : IAsyncDisposable
{
    /// <summary>Whether the target can be set up in that way at all.</summary>
    bool CanSetUp(Scenarios.Model.RelaySetup? setup);

    Task<RelayLease> RentAsync(Scenarios.Model.RelaySetup? setup, CancellationToken cancellationToken);
}
