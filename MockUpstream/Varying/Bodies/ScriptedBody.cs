using MockUpstream.Compiling;
using Scenarios.Model;

namespace MockUpstream.Varying.Bodies;

/// <summary>
/// The body of one answer as it is sent: its bytes, the ends of its writes, and the step that each byte comes from. Immutable.
/// </summary>
public sealed class ScriptedBody
{
    // A longer answer is streamed and never held; its presentations would each be a copy of it.
    private const long LongestBody = 4 * 1024 * 1024;

    private const int MostProven = 1_000;

    private readonly IReadOnlyList<(int Start, UpstreamStep Step)> _steps;
    private readonly CloseStep? _close;
    private readonly Lazy<IReadOnlyList<BodyFrame>> _frames;

    private ScriptedBody(
        ReadOnlyMemory<byte> bytes,
        IReadOnlyList<int> ends,
        ContentCoding? coding,
        IReadOnlyList<(int Start, UpstreamStep Step)> steps,
        CloseStep? close)
    {
        (Bytes, Ends, Coding) = (bytes, ends, coding);
        (_steps, _close) = (steps, close);
        _frames = new(() => BodyFrames.Read(Bytes.Span));
    }

    /// <summary>All bytes, before any compression.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The offsets at which writes end, ascending; the last one is the length of the body.</summary>
    public IReadOnlyList<int> Ends { get; }

    /// <summary>The compression of the body.</summary>
    public ContentCoding? Coding { get; }

    /// <summary>The events and comments of the body by their places.</summary>
    internal IReadOnlyList<BodyFrame> Frames => _frames.Value;

    /// <summary>Returns the body of an exchange; <see langword="null"/> when it sends nothing, pauses, or does not end cleanly.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="model">The model name the built chunks carry.</param>
    public static ScriptedBody? TryCreate(Exchange exchange, string model)
    {
        ArgumentNullException.ThrowIfNull(exchange);

        if (CompilePieces(exchange, model) is not { } pieces)
        {
            return null;
        }

        var close = pieces is [.., ClosePiece { Step: CloseStep step }] ? step : null;
        var writes = pieces.Take(pieces.Count - (close is null ? 0 : 1)).ToList();
        return writes.TrueForAll(static piece => piece is WritePiece { PastHttp: false })
            ? TryCreate([.. writes.Cast<WritePiece>().Where(static write => !write.Bytes.IsEmpty)], exchange.Wire.Coding, close)
            : null;
    }

    /// <summary>Returns the body with these changes made, all at once; their places are those of this body.</summary>
    public ScriptedBody WithChanges(IReadOnlyList<Change> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);

        var map = new ChangeMap(Bytes, changes);
        var joined = changes.OfType<JoinChange>().Select(static join => join.At).ToHashSet();
        var ends = Ends
            .Where(end => !joined.Contains(end))
            .Concat(changes.OfType<CutChange>().Select(static cut => cut.At))
            .Select(map.MapPlace)
            .Append(map.Bytes.Length);
        return new ScriptedBody(
            map.Bytes,
            [.. ends.Where(static end => end > 0).Distinct().Order()],
            changes.OfType<CodingChange>().LastOrDefault()?.Coding ?? Coding,
            [.. _steps.Select(step => (map.MapPlace(step.Start), step.Step))],
            _close);
    }

    /// <summary>Returns the exchange that plays this body, one step for each write.</summary>
    /// <param name="exchange">The exchange it was made from: its status, headers and manner of sending stay.</param>
    public Exchange ToExchange(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);

        return exchange with
        {
            Steps = [.. ListWriteSteps(), .. _close is null ? Array.Empty<UpstreamStep>() : [_close]],
            // A cut that the relay does not read as one proves nothing; thousands of them take longer than a case has.
            Wire = new Wire { Coding = Coding, Settle = exchange.Wire.Settle ?? (Ends.Count <= MostProven ? Settle.Read : null) },
        };
    }

    /// <summary>Returns the step that the byte at an offset comes from.</summary>
    public UpstreamStep StepAt(int offset) => _steps.LastOrDefault(step => step.Start <= offset, _steps[0]).Step;

    /// <summary>Returns all pieces of a script; <see langword="null"/> for one that is too long to be held.</summary>
    private static List<ScriptPiece>? CompilePieces(Exchange exchange, string model)
    {
        List<ScriptPiece> pieces = [];
        var length = 0L;
        foreach (var piece in ScriptCompiler.Compile(exchange, model).Pieces)
        {
            pieces.Add(piece);
            length += piece is WritePiece write ? write.Bytes.Length : 0;
            if (length > LongestBody)
            {
                return null;
            }
        }

        return pieces;
    }

    private static ScriptedBody? TryCreate(IReadOnlyList<WritePiece> writes, ContentCoding? coding, CloseStep? close)
    {
        if (writes.Count == 0)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        List<int> ends = [];
        List<(int, UpstreamStep)> steps = [];
        foreach (var write in writes)
        {
            steps.Add(((int)bytes.Length, write.Step));
            bytes.Write(write.Bytes.Span);
            ends.Add((int)bytes.Length);
        }

        return new ScriptedBody(bytes.ToArray(), ends, coding, steps, close);
    }

    private IEnumerable<UpstreamStep> ListWriteSteps()
    {
        var start = 0;
        foreach (var end in Ends)
        {
            var step = StepAt(start);
            yield return new BytesStep(Bytes[start..end]) { Place = step.Place, Text = step.Text, Number = step.Number };
            start = end;
        }
    }
}
