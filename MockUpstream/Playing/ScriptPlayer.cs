using System.Diagnostics;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>Performs the pieces of a script on the line.</summary>
internal sealed class ScriptPlayer(IAnswerLine line, ExchangeRun run, EventsSeen seen, PlaySettings settings)
{
    private readonly Schedule _schedule = new(settings.Time);

    /// <summary>Plays to the end, or until the token reports that the peer closed the connection or the turn is over.</summary>
    public async Task PlayAsync(Script script, CancellationToken cancellationToken)
    {
        foreach (var piece in script.Pieces)
        {
            run.StartStep(piece.Step);
            if (piece is ClosePiece close)
            {
                await EndAsync(close.Kind, cancellationToken);
                return;
            }

            await PlayAsync(piece, cancellationToken);
        }

        await EndAsync(CloseKind.Clean, cancellationToken);
    }

    private Task PlayAsync(ScriptPiece piece, CancellationToken cancellationToken) => piece switch
    {
        WritePiece write => WriteAsync(write, cancellationToken),
        WaitPiece wait => WaitAsync(wait, cancellationToken),
        HoldPiece hold => HoldAsync(hold, cancellationToken),
        GatePiece gate => GateAsync(gate, cancellationToken),
        StallPiece { Time: { } time } => PauseAsync(time, cancellationToken),
        StallPiece => StayAsync(cancellationToken),
        _ => throw new UnreachableException($"No way to play '{piece.Step.Word}'."),
    };

    private async Task WriteAsync(WritePiece write, CancellationToken cancellationToken)
    {
        await line.SendHeadersAsync(cancellationToken);
        if (write.Bytes.IsEmpty)
        {
            return;
        }

        if (settings.Slow is { } slow)
        {
            await _schedule.WaitAsync(slow, cancellationToken);
        }

        var inside = await line.SendAsync(write, cancellationToken);
        run.RecordWrite(write);
        if (write.Settle is { } settle)
        {
            var behind = await line.SettleAsync(settle, cancellationToken);
            run.RecordBoundary(inside is null or WriteBoundary.Proven ? behind : inside.Value);
        }
        else if (inside is { } boundary)
        {
            run.RecordBoundary(boundary);
        }
    }

    private async Task WaitAsync(WaitPiece wait, CancellationToken cancellationToken)
    {
        await line.SendHeadersAsync(cancellationToken);
        await _schedule.WaitAsync(wait.Time, cancellationToken);
    }

    private async Task HoldAsync(HoldPiece hold, CancellationToken cancellationToken)
    {
        await line.SendHeadersAsync(cancellationToken);
        if (settings.Judged)
        {
            await seen.UntilAsync(hold.Until).WaitAsync(cancellationToken);
        }
        else
        {
            await Task.Delay(PlaySettings.UnjudgedHold, settings.Time, cancellationToken);
        }

        _schedule.Restart();
    }

    /// <summary>Waits for the gate; in a case whose client opens it, for the event that the client must have read, too.</summary>
    private async Task GateAsync(GatePiece gate, CancellationToken cancellationToken)
    {
        await line.SendHeadersAsync(cancellationToken);
        if (settings.Judged && run.Release is { } release && release.Gate == gate.Name)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(settings.Gates.WaitAsync(gate.Name, either.Token), seen.UntilAsync(release.After));
            await either.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
        else
        {
            await settings.Gates.WaitAsync(gate.Name, cancellationToken);
        }

        _schedule.Restart();
    }

    private async Task PauseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        await line.SendHeadersAsync(cancellationToken);
        await Task.Delay(time, settings.Time, cancellationToken);
        _schedule.Restart();
    }

    private async Task EndAsync(CloseKind kind, CancellationToken cancellationToken)
    {
        if (kind == CloseKind.Never)
        {
            await StayAsync(cancellationToken);
            return;
        }

        // A reset before the first byte is an upstream that dies without an answer; each other end needs one.
        if (kind != CloseKind.Reset)
        {
            await line.SendHeadersAsync(cancellationToken);
        }

        await line.EndAsync(kind, cancellationToken);
        run.Complete();
        run.End();
    }

    /// <summary>Sends nothing until the turn ends or the peer closes the connection. Both are normal ends of this step.</summary>
    private async Task StayAsync(CancellationToken cancellationToken)
    {
        await line.SendHeadersAsync(cancellationToken);
        run.Complete();
        await Task.Delay(Timeout.InfiniteTimeSpan, settings.Time, cancellationToken);
    }
}
