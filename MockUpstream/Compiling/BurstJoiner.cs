using System.Buffers;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Joins the steps of a burst into the writes they make together.</summary>
internal sealed class BurstJoiner(FrameSource frames)
{
    private readonly List<BurstSegment> _segments = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private List<int> _cuts = [];

    /// <summary>Returns the segments between the flushes, in order.</summary>
    public IReadOnlyList<BurstSegment> Join(IReadOnlyList<UpstreamStep> steps, int? round)
    {
        Add(steps, round);
        EndSegment();

        return _segments;
    }

    private void Add(IReadOnlyList<UpstreamStep> steps, int? round)
    {
        for (var at = 0; at < steps.Count; at++)
        {
            switch (steps[at])
            {
                case FlushStep:
                    EndSegment();
                    break;
                case RepeatStep repeat:
                    AddRounds(repeat);
                    break;
                case BurstStep inner:
                    Add(inner.Steps, round);
                    break;
                case SendingStep sending:
                    var rider = FrameSource.FindRider(steps, at);
                    AddFrame(sending, frames.GetFrame(sending, rider, round).Bytes);
                    at += rider is null ? 0 : 1;
                    break;
                default:
                    throw new InvalidOperationException($"{steps[at].Place}: '{steps[at].Word}' cannot stand inside a burst.");
            }
        }
    }

    private void AddRounds(RepeatStep repeat)
    {
        for (var round = 0; round < repeat.Times; round++)
        {
            Add(repeat.Steps, round);
        }
    }

    private void AddFrame(SendingStep step, byte[] bytes)
    {
        var start = _bytes.WrittenCount;
        _cuts.AddRange(ByteCutter.FindOffsets(bytes, step.Split).Select(cut => start + cut));
        _bytes.Write(bytes);
    }

    private void EndSegment()
    {
        if (_bytes.WrittenCount > 0)
        {
            _segments.Add(new BurstSegment(_bytes.WrittenSpan.ToArray(), _cuts));
            _bytes.ResetWrittenCount();
            _cuts = [];
        }
    }
}

/// <summary>The joined bytes of a burst up to a flush or its end, with the cuts its steps asked for themselves.</summary>
internal sealed record BurstSegment(byte[] Bytes, IReadOnlyList<int> Cuts)
{
    /// <summary>The cuts as a split; <see langword="null"/> to use the split of the wire.</summary>
    public Split? Split => Cuts.Count > 0 ? new Split { At = Cuts } : null;
}
