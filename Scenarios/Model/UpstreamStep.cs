using System.Text.Json;

namespace Scenarios.Model;

/// <summary>
/// One thing the upstream does. A closed family: the reader makes one record for each word of the format, the mock plays each.
/// </summary>
/// <remarks>
/// Text in steps may hold <c>{{i}}</c>, the count of the innermost <see cref="RepeatStep"/> from 0; the mock puts it in.
/// JSON objects keep the order, the spelling of numbers and the nulls of the file.
/// </remarks>
public abstract record UpstreamStep
{
    /// <summary>The step's place in its file.</summary>
    public SourcePlace Place { get; init; } = SourcePlace.Generated;

    /// <summary>The step's line in the file, trimmed, for messages; empty for a step that a program made.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// The step's number within its exchange, from 1, nested steps counted in the order of the file; 0 for a step that has none yet.
    /// </summary>
    public int Number { get; init; }

    /// <summary>The word that names the step.</summary>
    public abstract string Word { get; }

    /// <summary>The steps inside this one, in the order of the file; empty for most words.</summary>
    public virtual IReadOnlyList<UpstreamStep> Inner => [];
}

/// <summary>A step that sends bytes, with the modifiers that may stand beside its word.</summary>
public abstract record SendingStep : UpstreamStep
{
    /// <summary>The places where the bytes are cut; <see langword="null"/> for those of <see cref="Wire.Split"/>.</summary>
    public Split? Split { get; init; }

    /// <summary>Only the first so many bytes are sent; <see langword="null"/> for all.</summary>
    public int? Keep { get; init; }

    /// <summary>The line end of this frame; <see langword="null"/> for that of <see cref="Wire.Newline"/>.</summary>
    public Newline? Newline { get; init; }
}

/// <summary>A chunk whose choice 0 has a text delta.</summary>
public sealed record TextStep(string Content) : SendingStep { public override string Word => "text"; }

/// <summary>A chunk with a reasoning delta in the vendor's field (<c>reasoning_content</c> unless the file names another).</summary>
public sealed record ReasoningStep(string Field, string Content) : SendingStep { public override string Word => "reasoning"; }

/// <summary>A chunk with a refusal delta.</summary>
public sealed record RefusalStep(string Content) : SendingStep { public override string Word => "refusal"; }

/// <summary>
/// A chunk with one tool-call element. Each member is sent as written: absent (<see langword="null"/>: not sent), JSON null, or a value.
/// <c>index</c> is an integer; <c>id</c> and <c>name</c> are strings; <c>args</c> is a string, or an object that is sent as an object.
/// <c>type</c> defaults to <c>function</c>.
/// </summary>
public sealed record ToolStep(
    JsonElement? Index,
    JsonElement? Id,
    JsonElement? Name,
    JsonElement? Args,
    JsonElement? Type) : SendingStep { public override string Word => "tool"; }

/// <summary>A chunk whose choice 0 has this delta, verbatim.</summary>
public sealed record DeltaStep(JsonElement Delta) : SendingStep { public override string Word => "delta"; }

/// <summary>A chunk whose only choice is this, verbatim.</summary>
public sealed record ChoiceStep(JsonElement Choice) : SendingStep { public override string Word => "choice"; }

/// <summary>A whole chunk, verbatim: only the members written are sent.</summary>
public sealed record ChunkStep(JsonElement Chunk) : SendingStep { public override string Word => "chunk"; }

/// <summary>A chunk with an empty delta and this <c>finish_reason</c> (a string or JSON null).</summary>
public sealed record FinishStep(JsonElement Reason) : SendingStep { public override string Word => "finish"; }

/// <summary>
/// The usage chunk (<c>choices: []</c>), or, with <paramref name="OnFinish"/>, usage that rides on the preceding step's finish chunk
/// (the reader guarantees that step is a <see cref="FinishStep"/>; the pair is one write).
/// Counts not written are not sent, nor are the details objects of counts not written.
/// </summary>
public sealed record UsageStep(
    long? Prompt,
    long? Completion,
    long? Cached,
    long? Reasoning,
    bool OnFinish) : SendingStep { public override string Word => "usage"; }

/// <summary>An error object inside the stream: <c>data: {"error":{…}}</c>, verbatim.</summary>
public sealed record ErrorStep(JsonElement Error) : SendingStep { public override string Word => "error"; }

/// <summary>The sentinel: <c>data: [DONE]</c>, or the variant written.</summary>
public sealed record DoneStep(string Sentinel) : SendingStep { public override string Word => "done"; }

/// <summary>
/// One SSE event with the fields as given; an absent field is not sent. <c>data</c> with line feeds becomes several data lines.
/// </summary>
public sealed record SseStep(string? Event, string? Id, string? Retry, string? Data) : SendingStep { public override string Word => "sse"; }

/// <summary>One SSE comment, followed by a blank line.</summary>
public sealed record CommentStep(string Comment) : SendingStep { public override string Word => "comment"; }

/// <summary>Verbatim text, no framing added.</summary>
public sealed record RawStep(string Raw) : SendingStep { public override string Word => "raw"; }

/// <summary>Verbatim bytes, no framing added.</summary>
public sealed record BytesStep(ReadOnlyMemory<byte> Bytes) : SendingStep { public override string Word => "bytes"; }

/// <summary>
/// Text on the socket past HTTP: no chunk framing, no compression. As the first step of an answer it stands in place of the mock's own
/// head.
/// </summary>
public sealed record TcpStep(string Sent) : SendingStep { public override string Word => "tcp"; }

/// <summary>The inner steps again and again; <c>{{i}}</c> counts from 0.</summary>
public sealed record RepeatStep(int Times, IReadOnlyList<UpstreamStep> Steps) : UpstreamStep
{
    public override string Word => "repeat";

    public override IReadOnlyList<UpstreamStep> Inner => Steps;
}

/// <summary>The inner steps in one write. The reader allows only sending steps inside.</summary>
public sealed record BurstStep(IReadOnlyList<UpstreamStep> Steps) : UpstreamStep
{
    public override string Word => "burst";

    public override IReadOnlyList<UpstreamStep> Inner => Steps;
}

/// <summary>A pause, measured by absolute deadlines from the start of the answer.</summary>
public sealed record WaitStep(TimeSpan Time) : UpstreamStep { public override string Word => "wait"; }

/// <summary>Silence for a time, counted from now, or until the case ends or the peer goes away.</summary>
public sealed record StallStep : UpstreamStep
{
    public override string Word => "stall";

    /// <summary>The duration; <see langword="null"/> for ever.</summary>
    public TimeSpan? Time { get; init; }
}

/// <summary>Waits until a gate is released: by the client of the case, from C#, or over HTTP.</summary>
public sealed record GateStep(string Name) : UpstreamStep { public override string Word => "gate"; }

/// <summary>Waits until the client has seen that event, or comment, downstream.</summary>
public sealed record HoldStep(EventCount Until) : UpstreamStep { public override string Word => "hold"; }

/// <summary>Ends the current write here (inside a burst: cuts it in two).</summary>
public sealed record FlushStep : UpstreamStep { public override string Word => "flush"; }

/// <summary>The end of the connection; without this step it ends clean.</summary>
public sealed record CloseStep(CloseKind Kind) : UpstreamStep { public override string Word => "close"; }

/// <summary>The ways a connection ends.</summary>
public enum CloseKind
{
    /// <summary>The last HTTP chunk, then the connection as HTTP has it.</summary>
    Clean,

    /// <summary>A TCP reset once the peer has read everything before it; RST_STREAM on HTTP/2.</summary>
    Reset,

    /// <summary>Held open until the case ends or the peer goes away.</summary>
    Never,

    /// <summary>Half an HTTP chunk (its size line promises more bytes than come), then FIN.</summary>
    MidChunk,

    /// <summary>FIN without the last HTTP chunk.</summary>
    Truncate,

    /// <summary>The last HTTP chunk, then FIN on a connection that HTTP would keep.</summary>
    AfterResponse,
}
