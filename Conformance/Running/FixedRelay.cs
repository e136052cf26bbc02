using System.Net.Sockets;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>A relay that runs already: looked for once, then used as it is.</summary>
internal sealed class FixedRelay(Uri url, TimeProvider time) : IRelayPool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);
    private RelayLease? _lease;

    public bool CanSetUp(RelaySetup? setup) => setup is null;

    public async Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return _lease ??= await LookAsync(cancellationToken);
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

    private async Task<RelayLease> LookAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await RelayReadiness.ConnectsAsync(url, either.Token);
            return new ReadyRelay(url, Life: null);
        }
        catch (Exception absent) when (absent is SocketException || (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            return new UnreadyRelay($"Nothing answers at {Secrets.Mask(url.ToString())}: {absent.Message}", [], ForAll: true);
        }
    }
}
