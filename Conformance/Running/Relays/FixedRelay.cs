using System.Net.Sockets;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>A relay that runs already: looked for before its first case, and again after a connection to it was refused.</summary>
internal sealed class FixedRelay(Uri url, TimeProvider time) : IRelayPool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _gate = new(1);
    private RelayLease? _lease;

    public bool CanSetUp(RelaySetup? setup) => setup is null;

    public async Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _lease = _lease switch
            {
                null => await LookAsync(follows: null, cancellationToken),
                // Its owner may have a supervisor that starts it again.
                ReadyRelay { Life: { HasEnded: true } gone } => await LookAsync(gone, cancellationToken),
                _ => _lease,
            };
            return _lease;
        }
        finally
        {
            _gate.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _gate.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<RelayLease> LookAsync(IRelayLife? follows, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var problem = "";
        try
        {
            do
            {
                try
                {
                    await RelayReadiness.ConnectsAsync(url, either.Token);
                    return new ReadyRelay(url, new RelayByAddress(url, time)) { Follows = follows };
                }
                catch (SocketException absent)
                {
                    problem = absent.Message;
                }

                if (follows is not null)
                {
                    await Task.Delay(BetweenLooks, time, either.Token);
                }
            }
            while (follows is not null);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            problem = problem.Length == 0 ? late.Message : problem;
        }

        var address = Secrets.Mask(url.GetLeftPart(UriPartial.Path));
        return new UnreadyRelay(
            follows is null
                ? $"No relay answers at {address}: {problem}. Start the relay, or give its address with --url."
                : $"The relay at {address} stopped answering during the run: {problem}.",
            [],
            ForAll: true);
    }

    /// <summary>A relay of which only the address is known: it is gone when it takes no connections.</summary>
    private sealed class RelayByAddress(Uri url, TimeProvider time) : IRelayLife
    {
        private volatile bool _gone;

        public bool HasEnded => _gone;

        public async Task<string?> DeathAsync(TimeSpan within, CancellationToken cancellationToken)
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                await RelayReadiness.ConnectsAsync(url, either.Token);
                return null;
            }
            catch (Exception gone) when (gone is SocketException || !cancellationToken.IsCancellationRequested)
            {
                _gone = true;
                return gone.Message;
            }
        }

        public long Mark() => 0;

        public IReadOnlyList<string> Since(long mark) => [];
    }
}
