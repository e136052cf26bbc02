using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>What a case gets when it asks for its relay. A closed family.</summary>
internal abstract record RelayLease;

/// <summary>A relay that was ready.</summary>
/// <param name="Url">Its base URL.</param>
/// <param name="Life">Whether it lives on; <see langword="null"/> for a relay that cannot be watched.</param>
internal sealed record ReadyRelay(Uri Url, IRelayLife? Life) : RelayLease
{
    /// <summary>The life that had ended when this one was started for the case; <see langword="null"/> when none had.</summary>
    public IRelayLife? Follows { get; init; }
}

/// <summary>A relay that never got ready, or that is gone for good: no statement about it.</summary>
/// <param name="Problem">Why, in one sentence.</param>
/// <param name="Output">Its last lines.</param>
/// <param name="ForAll">Whether no other case can fare better, so that the run may stop.</param>
internal sealed record UnreadyRelay(string Problem, IReadOnlyList<string> Output, bool ForAll) : RelayLease;

/// <summary>A relay that was ready once, died, and has used up its restarts.</summary>
/// <param name="LastWords">How it died.</param>
internal sealed record DeadRelay(string LastWords) : RelayLease
{
    /// <summary>The life that ended last; <see langword="null"/> when it is not known.</summary>
    public IRelayLife? Follows { get; init; }

    /// <summary>How often it was started again, when that is as often as allowed; <see langword="null"/> when it could not be started again.</summary>
    public int? Restarts { get; init; }

    /// <summary>Why no case is played on it any more, in one sentence.</summary>
    public string Sentence => Restarts switch
    {
        null => $"The relay exited earlier and could not be restarted ({RelayDeath.FirstLine(LastWords)}).",
        0 => $"The relay exited earlier and is not restarted, because of --max-restarts 0 ({RelayDeath.FirstLine(LastWords)}).",
        { } times => $"The relay exited, was restarted {times} {(times == 1 ? "time" : "times")}, and exited each time ({RelayDeath.FirstLine(LastWords)}); increase --max-restarts to allow more.",
    };
}

/// <summary>A relay process as a case sees it.</summary>
internal interface IRelayLife
{
    /// <summary>Whether it is seen dead already, as far as that can be said without waiting.</summary>
    bool HasEnded { get; }

    /// <summary>How it died, if it is dead or dies within that time; else <see langword="null"/>.</summary>
    Task<string?> DeathAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>A mark in its output, to ask what came after it.</summary>
    long Mark();

    /// <summary>What it wrote after a mark, credentials masked; its last lines only.</summary>
    IReadOnlyList<string> Since(long mark);
}

/// <summary>Gives each case the relay that is set up as the case demands.</summary>
internal interface IRelayPool : IAsyncDisposable
{
    /// <summary>Whether the target can be set up in that way at all.</summary>
    bool CanSetUp(RelaySetup? setup);

    /// <summary>Gives the relay that all cases of a set-up share; one that died is started again a few times.</summary>
    Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken);

    /// <summary>Gives a relay that no other case has used, where the target can be started; for cases that are played alone.</summary>
    Task<RelayLease> RentFreshAsync(RelaySetup? setup, CancellationToken cancellationToken) => RentAsync(setup, cancellationToken);
}
