using System.Text.Json;
using MockUpstream.Json;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Folds a script into the one body that the same answer is when no stream was asked for. Pure.</summary>
internal static class CompletionFolder
{
    /// <summary>
    /// Returns the body; <see langword="null"/> if the script has a step that has no meaning in one body (a reset, a hold, raw bytes, a cut
    /// frame, messages of two phases), or sets a content type. Such a script is played unchanged.
    /// </summary>
    public static FoldedCompletion? TryFold(Exchange exchange, string model)
    {
        ArgumentNullException.ThrowIfNull(exchange);

        if (exchange.Steps.Count == 0 || NamesContentType(exchange))
        {
            return null;
        }

        var answer = new FoldedAnswer();
        return Fold(exchange.Steps, answer, round: null)
            ? new FoldedCompletion(answer.Waited + PacedTime(exchange), CompactJson.Write(json => Write(json, answer, model)))
            : null;
    }

    /// <summary>Returns the duration of the paced steps: a slow model is as slow when it answers with one body.</summary>
    private static TimeSpan PacedTime(Exchange exchange)
    {
        if (exchange.Pace is not { } pace)
        {
            return TimeSpan.Zero;
        }

        var gaps = Math.Max(0, CountSending(exchange.Steps) - 1);
        return pace.First + (pace.PerSecond is { } perSecond ? TimeSpan.FromSeconds(gaps / perSecond) : TimeSpan.Zero);
    }

    private static int CountSending(IReadOnlyList<UpstreamStep> steps) => steps.Sum(static step => step switch
    {
        RepeatStep repeat => repeat.Times * CountSending(repeat.Steps),
        BurstStep => 1,
        UsageStep { OnFinish: true } => 0,
        _ => step is SendingStep ? 1 : 0,
    });

    private static bool NamesContentType(Exchange exchange) =>
        exchange.Headers.Any(header => header.Key.Equals("content-type", StringComparison.OrdinalIgnoreCase));

    private static bool Fold(IReadOnlyList<UpstreamStep> steps, FoldedAnswer answer, int? round) =>
        steps.All(step => Fold(step, answer, round));

    private static bool Fold(UpstreamStep step, FoldedAnswer answer, int? round)
    {
        if (step is SendingStep { Keep: not null })
        {
            return false;
        }

        switch (step)
        {
            case TextStep text:
                answer.Message.Append("content", RoundMark.InsertRound(text.Content, round));
                return true;
            case ReasoningStep reasoning:
                answer.Message.Append(reasoning.Field, RoundMark.InsertRound(reasoning.Content, round));
                return true;
            case RefusalStep refusal:
                answer.Message.Append("refusal", RoundMark.InsertRound(refusal.Content, round));
                return true;
            case ToolStep tool:
                answer.Message.Calls.AddDelta(
                    InsertRound(tool.Index, round),
                    InsertRound(tool.Id, round),
                    InsertRound(tool.Type, round),
                    InsertRound(tool.Name, round),
                    InsertRound(tool.Args, round));
                return true;
            case DeltaStep { Delta.ValueKind: JsonValueKind.Object } delta:
                return answer.Message.TryMerge(InsertRound(delta.Delta, round)!.Value);
            case FinishStep finish:
                // Later chunks of many vendors have the member without a reason.
                answer.Reason = answer.Reason is null || HasReason(finish) ? finish.Reason : answer.Reason;
                return true;
            case UsageStep usage:
                answer.Usage = usage;
                return true;
            case WaitStep wait:
                answer.Waited += wait.Time;
                return true;
            case RepeatStep repeat:
                return Enumerable.Range(0, repeat.Times).All(count => Fold(repeat.Steps, answer, count));
            case BurstStep burst:
                return Fold(burst.Steps, answer, round);
            default:
                // A heart-beat, the sentinel and a clean end exist only in streams and do not change the answer.
                return step is DoneStep or FlushStep or CommentStep or CloseStep { Kind: CloseKind.Clean };
        }
    }

    private static bool HasReason(FinishStep finish) =>
        finish.Reason is { ValueKind: not JsonValueKind.Null } reason
            && (reason.ValueKind != JsonValueKind.String || reason.GetString()!.Length > 0);

    private static JsonElement? InsertRound(JsonElement? value, int? round) =>
        value is { } given && round is not null ? JsonElement.Parse(RoundMark.InsertRound(given.GetRawText(), round)) : value;

    private static void Write(Utf8JsonWriter json, FoldedAnswer answer, string model)
    {
        json.WriteStartObject();
        ChunkJson.WriteHead(json, "chat.completion", model);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WritePropertyName("message");
        answer.Message.WriteTo(json);
        json.WritePropertyName("finish_reason");
        WriteReason(json, answer.Reason);
        json.WriteEndObject();
        json.WriteEndArray();
        if (answer.Usage is { } usage)
        {
            ChunkJson.WriteUsage(json, usage);
        }

        json.WriteEndObject();
    }

    private static void WriteReason(Utf8JsonWriter json, JsonElement? reason)
    {
        if (reason is { } given)
        {
            given.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>The answer as folded so far.</summary>
    private sealed class FoldedAnswer
    {
        public FoldedMessage Message { get; } = new();

        public JsonElement? Reason { get; set; }

        public UsageStep? Usage { get; set; }

        public TimeSpan Waited { get; set; }
    }
}

/// <summary>A folded answer.</summary>
/// <param name="Wait">The pauses of the script together: so long the model thinks before it answers.</param>
/// <param name="Body">The <c>chat.completion</c>.</param>
internal sealed record FoldedCompletion(TimeSpan Wait, ReadOnlyMemory<byte> Body);
