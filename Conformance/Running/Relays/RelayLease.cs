using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>The answer to a case that asks for its relay. A closed family.</summary>
internal abstract record RelayLease;

/// <summary>A relay that was ready.</summary>
/// <param name="Url">Its base URL.</param>
/// <param name="Life">Whether it lives on; <see langword="null"/> for a relay that cannot be watched.</param>
internal sealed record ReadyRelay(Uri Url, IRelayLife? Life) : RelayLease
{
    /// <summary>The previous life, if it ended and this one was started for the case; otherwise <see langword="null"/>.</summary>
    public IRelayLife? Follows { get; init; }
}

/// <summary>A relay that did not become ready, or that has ended and is not restarted. It cannot be judged.</summary>
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

    /// <summary>The number of restarts, if that is the maximum; <see langword="null"/> if it could not be restarted.</summary>
    public int? Restarts { get; init; }

    /// <summary>The reason why no further case is played on it, in one sentence.</summary>
    public string Sentence => Restarts switch
    {
        null => $"The relay exited earlier and could not be restarted ({RelayDeath.FirstLine(LastWords)}).",
        0 => $"The relay exited earlier and is not restarted, because of --max-restarts 0 ({RelayDeath.FirstLine(LastWords)}).",
        { } times =>
            $"The relay exited, was restarted {times} {(times == 1 ? "time" : "times")}, and exited each time "
                + $"({RelayDeath.FirstLine(LastWords)}); increase --max-restarts to allow more.",
    };
}

/// <summary>The life of one relay process.</summary>
internal interface IRelayLife
{
    /// <summary>Whether the relay is known to have ended. Does not wait.</summary>
    bool HasEnded { get; }

    /// <summary>Returns how the relay ended, if it has ended or ends within that time; otherwise <see langword="null"/>.</summary>
    Task<string?> DeathAsync(TimeSpan within, CancellationToken cancellationToken);

    /// <summary>Returns the current position in the relay's output, for <see cref="Since"/>.</summary>
    long Mark();

    /// <summary>Returns the lines that the relay wrote after a mark, with credentials masked; the last lines only.</summary>
    IReadOnlyList<string> Since(long mark);
}

/// <summary>Provides the relay with the set-up that a case needs.</summary>
internal interface IRelayPool : IAsyncDisposable
{
    /// <summary>Whether the target can have this set-up.</summary>
    bool CanSetUp(RelaySetup? setup);

    /// <summary>Returns the relay that all cases of a set-up share. A relay that died is restarted a few times.</summary>
    Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken);

    /// <summary>Returns a relay that no other case has used, if the target can be started. Used for cases that are played alone.</summary>
    Task<RelayLease> RentFreshAsync(RelaySetup? setup, CancellationToken cancellationToken) => RentAsync(setup, cancellationToken);
}
