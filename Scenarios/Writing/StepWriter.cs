using System.Globalization;
using Scenarios.Model;
using Scenarios.Yaml;
using static Scenarios.Writing.YamlMaker;

namespace Scenarios.Writing;

/// <summary>Writes the steps of a script as the format spells them.</summary>
internal static class StepWriter
{
    public static YamlNode Write(UpstreamStep step) => step switch
    {
        DoneStep { Sentinel: "[DONE]", Split: null, Keep: null, Newline: null } or StallStep { Time: null } or FlushStep => Text(step.Word),
        SendingStep sending => Map(
            (step.Word, CreateValue(step)),
            ("split", CreateSplit(sending.Split)),
            ("keep", sending.Keep is { } keep ? Number(keep) : null),
            ("newline", sending.Newline is { } newline ? CreateWord(newline) : null)),
        _ => Map((step.Word, CreateValue(step))),
    };

    public static YamlNode? CreateSplit(Split? split) => split switch
    {
        null => null,
        { Every: { } every } => Number(every),
        { At: { } offsets } => List(offsets.Select(static offset => Number(offset))),
        _ => Text("chars"),
    };

    public static YamlNode CreateWord(Newline newline) => Text(newline.ToString().ToLowerInvariant());

    public static YamlNode CreateDuration(TimeSpan time) =>
        Plain(time.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms");

    public static YamlNode CreateUntil(EventCount until) =>
        until.Count == 1 ? Text(until.Type) : Map(("event", Text(until.Type)), ("count", Number(until.Count)));

    private static YamlNode CreateValue(UpstreamStep step) => step switch
    {
        TextStep text => Text(text.Content),
        ReasoningStep { Field: "reasoning_content" } reasoning => Text(reasoning.Content),
        ReasoningStep reasoning => Map(("field", Text(reasoning.Field)), ("text", Text(reasoning.Content))),
        RefusalStep refusal => Text(refusal.Content),
        ToolStep tool =>
            Map(
                ("index", Json(tool.Index)),
                ("id", Json(tool.Id)),
                ("type", Json(tool.Type)),
                ("name", Json(tool.Name)),
                ("args", Json(tool.Args))),
        DeltaStep delta => Json(delta.Delta),
        ChoiceStep choice => Json(choice.Choice),
        ChunkStep chunk => Json(chunk.Chunk),
        FinishStep finish => Json(finish.Reason),
        UsageStep usage => CreateUsage(usage),
        ErrorStep error => Json(error.Error),
        DoneStep done => Text(done.Sentinel),
        SseStep sse =>
            Map(
                ("event", CreateTextOrNull(sse.Event)),
                ("id", CreateTextOrNull(sse.Id)),
                ("retry", CreateTextOrNull(sse.Retry)),
                ("data", CreateTextOrNull(sse.Data))),
        CommentStep comment => Text(comment.Comment),
        RawStep raw => Text(raw.Raw),
        BytesStep bytes => Text(string.Join(' ', Convert.ToHexString(bytes.Bytes.Span).Chunk(2).Select(static pair => new string(pair)))),
        RepeatStep repeat => Map(("times", Number(repeat.Times)), ("steps", List(repeat.Steps.Select(Write)))),
        BurstStep burst => List(burst.Steps.Select(Write)),
        TcpStep tcp => Text(tcp.Sent),
        WaitStep wait => CreateDuration(wait.Time),
        StallStep { Time: { } time } => CreateDuration(time),
        GateStep gate => Text(gate.Name),
        HoldStep hold => CreateUntil(hold.Until),
        CloseStep { Kind: CloseKind.MidChunk } => Text("mid-chunk"),
        CloseStep { Kind: CloseKind.AfterResponse } => Text("after-response"),
        CloseStep close => Text(close.Kind.ToString().ToLowerInvariant()),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Word, "There is no spelling for the step."),
    };

    private static YamlMap CreateUsage(UsageStep usage) => Map(
        ("prompt", CreateCount(usage.Prompt)),
        ("completion", CreateCount(usage.Completion)),
        ("cached", CreateCount(usage.Cached)),
        ("reasoning", CreateCount(usage.Reasoning)),
        ("in", usage.OnFinish ? Text("finish") : null));

    private static YamlScalar? CreateCount(long? count) => count is { } number ? Number(number) : null;

    private static YamlScalar? CreateTextOrNull(string? text) => text is null ? null : Text(text);
}
