using MockUpstream.Observing;

namespace MockUpstream.Playing;

/// <summary>One case being played: the judge says which turn it is and what it has seen; the mock says what happened.</summary>
public sealed class Playback : IAsyncDisposable
{
    /// <summary>The key under which requests are matched to the case.</summary>
    public string Key => throw new NotSupportedException();

    /// <summary>Starts a turn (from 0): the next request gets the turn's first exchange. Without a judge, a turn follows by itself when the exchanges of the one before are used up.</summary>
    public void BeginTurn(int turn) => throw new NotSupportedException();

    /// <summary>Tells that the client has seen an event of this type; opens the <c>hold</c> steps that waited for it.</summary>
    public void Saw(string eventType) => throw new NotSupportedException();

    /// <summary>
    /// Ends the turn: gives the relay up to <paramref name="grace"/> to let go of connections that are still open (stalls, <c>close: never</c>),
    /// then closes them, and returns what happened.
    /// </summary>
    public Task<UpstreamRecord> EndTurnAsync(TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Ends whatever is still played and forgets the case.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
