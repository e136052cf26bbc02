using System.Collections;
using System.Diagnostics;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>The pieces of a compiled script, made as they are asked for. May be walked by several plays at once.</summary>
internal sealed class ScriptWalk(
    IReadOnlyList<ScriptNode> nodes,
    FrameSource frames,
    PieceMaker pieces,
    Pace? pace) : IEnumerable<ScriptPiece>
{
    public IEnumerator<ScriptPiece> GetEnumerator() =>
        Walk(nodes, round: null, new Progress(pace is null ? null : new PaceClock(pace))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<ScriptPiece> Walk(IReadOnlyList<ScriptNode> inner, int? round, Progress progress)
    {
        foreach (var node in inner)
        {
            switch (node)
            {
                case RepeatNode repeat:
                    for (var count = 0; count < repeat.Times; count++)
                    {
                        foreach (var piece in Walk(repeat.Nodes, count, progress))
                        {
                            yield return piece;
                        }
                    }

                    break;
                case FlushNode flush:
                    if (!progress.AnythingSent)
                    {
                        yield return new WritePiece(flush.Step, ReadOnlyMemory<byte>.Empty);
                    }

                    break;
                case PauseNode pause:
                    progress.Clock?.RecordPause(pause.Piece);
                    yield return pause.Piece;
                    break;
                default:
                    foreach (var piece in ExpandWrites(node, round, progress))
                    {
                        yield return piece;
                    }

                    break;
            }
        }
    }

    private IEnumerable<ScriptPiece> ExpandWrites(ScriptNode node, int? round, Progress progress)
    {
        var writes = node switch
        {
            WriteNode write => progress.AnythingSent || write.Marked.Length == 0 ? write.Pieces : write.Marked,
            CountedNode counted =>
                pieces.Make(
                    counted.Step,
                    frames.GetFrame(counted.Step, counted.Rider, round).Bytes,
                    PieceMaker.SplitOf(counted.Step, counted.Rider),
                    progress.MarksNext(pieces)),
            CountedBurstNode burst => JoinBurst(burst.Burst, round, progress),
            _ => throw new UnreachableException($"No writes for a {node.GetType().Name}."),
        };
        if (writes.Length > 0)
        {
            progress.AnythingSent = progress.AnythingSent || !writes[0].PastHttp;
            return progress.Clock?.Next() is { } gap ? writes.Prepend<ScriptPiece>(new WaitPiece(writes[0].Step, gap)) : writes;
        }

        return writes;
    }

    private WritePiece[] JoinBurst(BurstStep burst, int? round, Progress progress)
    {
        var marked = progress.MarksNext(pieces);
        return [.. new BurstJoiner(frames)
            .Join(burst.Steps, round)
            .SelectMany((segment, index) => pieces.Make(burst, segment.Bytes, segment.Split, marked && index == 0))];
    }

    /// <summary>The progress of one play.</summary>
    private sealed class Progress(PaceClock? clock)
    {
        public PaceClock? Clock { get; } = clock;

        public bool AnythingSent { get; set; }

        public bool MarksNext(PieceMaker maker) => maker.Marks && !AnythingSent;
    }
}
