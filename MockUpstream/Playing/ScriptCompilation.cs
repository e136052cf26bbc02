using System.Diagnostics;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>One run of the compiler: walks the steps and gathers the pieces.</summary>
internal sealed class ScriptCompilation(Wire wire, string model)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly FrameSource _frames = new(new FrameWriter(wire, model));
    private readonly List<ScriptPiece> _pieces = [];

    // A step without {{i}} has the same writes in each round of a repeat; sharing them keeps 100,000 rounds small.
    private readonly Dictionary<UpstreamStep, WritePiece[]> _shared = new(ReferenceEqualityComparer.Instance);

    private bool _anythingSent;

    public Script Run(IReadOnlyList<UpstreamStep> steps)
    {
        Add(steps, round: null);

        return new Script(_pieces);
    }

    private void Add(IReadOnlyList<UpstreamStep> steps, int? round)
    {
        for (var at = 0; at < steps.Count; at++)
        {
            switch (steps[at])
            {
                case RepeatStep repeat:
                    AddRounds(repeat);
                    break;
                case BurstStep burst:
                    AddBurst(burst, round);
                    break;
                case SendingStep sending:
                    at += AddSending(sending, FrameSource.Rider(steps, at), round);
                    break;
                case FlushStep flush:
                    AddFlush(flush);
                    break;
                default:
                    _pieces.Add(Pause(steps[at]));
                    break;
            }
        }
    }

    private static ScriptPiece Pause(UpstreamStep step) => step switch
    {
        WaitStep wait => new WaitPiece(wait, wait.Time),
        HoldStep hold => new HoldPiece(hold, hold.Until),
        StallStep stall => new StallPiece(stall),
        CloseStep close => new ClosePiece(close, close.Kind),
        _ => throw new UnreachableException($"No piece for the step '{step.Word}'."),
    };

    private void AddRounds(RepeatStep repeat)
    {
        for (var round = 0; round < repeat.Times; round++)
        {
            Add(repeat.Steps, round);
        }
    }

    /// <summary>Adds the writes of a step and says how many further steps they took in.</summary>
    private int AddSending(SendingStep step, UsageStep? rider, int? round)
    {
        var taken = rider is null ? 0 : 1;
        if (_anythingSent && _shared.TryGetValue(step, out var known))
        {
            _pieces.AddRange(known);
            return taken;
        }

        var frame = _frames.Of(step, rider, round);
        var writes = Writes(step, frame.Bytes, step.Split ?? rider?.Split ?? wire.Split);
        if (!frame.Counted && round is not null && _anythingSent)
        {
            _shared[step] = writes;
        }

        _anythingSent = true;
        _pieces.AddRange(writes);
        return taken;
    }

    private void AddBurst(BurstStep burst, int? round)
    {
        foreach (var segment in new BurstJoiner(_frames).Join(burst.Steps, round))
        {
            var split = segment.Cuts.Count > 0 ? new Split { At = segment.Cuts } : wire.Split;
            _pieces.AddRange(Writes(burst, segment.Bytes, split));
            _anythingSent = true;
        }
    }

    /// <summary>Every step is a write of its own anyway, so a flush says something only before the first: send the headers now.</summary>
    private void AddFlush(FlushStep flush)
    {
        if (!_anythingSent)
        {
            _pieces.Add(new WritePiece(flush, ReadOnlyMemory<byte>.Empty));
        }
    }

    private WritePiece[] Writes(UpstreamStep step, byte[] bytes, Split? split)
    {
        var markFirst = wire.Bom && !_anythingSent;
        var (sent, before) = markFirst ? ([.. ByteOrderMark, .. bytes], ByteOrderMark.Length) : (bytes, 0);

        return [.. ByteCutter.Cut(sent, split, before).Select(part => new WritePiece(step, part) { Settle = wire.Settle })];
    }
}
