using System.Diagnostics;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>
/// One run of the compiler: turns steps into nodes, with the bytes that are the same in every play and every round written once.
/// </summary>
internal sealed class ScriptCompilation(Wire wire, string model)
{
    private readonly FrameSource _frames = new(new FrameWriter(wire, model));
    private readonly PieceMaker _pieces = new(wire);

    public Script Compile(IReadOnlyList<UpstreamStep> steps, Pace? pace) =>
        new(new ScriptWalk(CompileNodes(steps, inRound: false), _frames, _pieces, pace));

    private List<ScriptNode> CompileNodes(IReadOnlyList<UpstreamStep> steps, bool inRound)
    {
        var nodes = new List<ScriptNode>();
        for (var at = 0; at < steps.Count; at++)
        {
            switch (steps[at])
            {
                case RepeatStep repeat:
                    nodes.Add(new RepeatNode(repeat.Times, CompileNodes(repeat.Steps, inRound: true)));
                    break;
                case BurstStep burst:
                    nodes.AddRange(CompileBurst(burst, inRound));
                    break;
                case SendingStep sending:
                    var rider = FrameSource.FindRider(steps, at);
                    nodes.Add(CompileSending(sending, rider, inRound));
                    at += rider is null ? 0 : 1;
                    break;
                case FlushStep flush:
                    nodes.Add(new FlushNode(flush));
                    break;
                default:
                    nodes.Add(new PauseNode(CompilePause(steps[at])));
                    break;
            }
        }

        return nodes;
    }

    private ScriptNode CompileSending(SendingStep step, UsageStep? rider, bool inRound)
    {
        var (bytes, counted) = _frames.GetFrame(step, rider, inRound ? 0 : null);
        return counted ? new CountedNode(step, rider) : CompileWrite(step, bytes, PieceMaker.SplitOf(step, rider));
    }

    private IEnumerable<ScriptNode> CompileBurst(BurstStep burst, bool inRound)
    {
        // The source writes every step once, so that plays that run side by side only read from it.
        var segments = new BurstJoiner(_frames).Join(burst.Steps, inRound ? 0 : null);
        return inRound && _frames.HasCount(burst.Steps)
            ? [new CountedBurstNode(burst)]
            : segments.Select(segment => CompileWrite(burst, segment.Bytes, segment.Split));
    }

    private WriteNode CompileWrite(UpstreamStep step, byte[] bytes, Split? split) =>
        new(
            step,
            _pieces.Make(step, bytes, split, marked: false),
            wire.Bom && step is not TcpStep ? _pieces.Make(step, bytes, split, marked: true) : []);

    private static ScriptPiece CompilePause(UpstreamStep step) => step switch
    {
        WaitStep wait => new WaitPiece(wait, wait.Time),
        HoldStep hold => new HoldPiece(hold, hold.Until),
        GateStep gate => new GatePiece(gate, gate.Name),
        StallStep stall => new StallPiece(stall, stall.Time),
        CloseStep close => new ClosePiece(close, close.Kind),
        _ => throw new UnreachableException($"No piece for the step '{step.Word}'."),
    };
}
