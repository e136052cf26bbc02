using System.Text;
using System.Text.Json;
using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>The usage in another of the chunks that may carry it.</summary>
internal static class UsageVariations
{
    /// <summary>Adds <c>usage: null</c> to each chunk without usage, as OpenAI does.</summary>
    public static IReadOnlyList<Change> AddNullElsewhere(ScriptedBody body) =>
        [.. FindChunks(body).Where(static chunk => chunk.Json["usage"] is null).Select(static chunk => AddUsage(chunk.Json, "null"))];

    /// <summary>Moves usage from its own chunk to the finish chunk, or the other way round.</summary>
    public static IReadOnlyList<Change> MoveUsage(ScriptedBody body)
    {
        if (FindUsageChunk(body) is not var (frame, json, usage))
        {
            return [];
        }

        return IsAlone(json)
            ? OnTheFinishChunk(body, frame, usage)
            : ChunkObjects.HasFinishReason(json)
            ? SeparateUsage(body, frame, json, usage)
            : [];
    }

    /// <summary>Returns the final count in each chunk: the last one counts, and they are not added.</summary>
    public static IReadOnlyList<Change> AddEverywhere(ScriptedBody body)
    {
        if (FindUsageChunk(body) is not var (_, _, usage))
        {
            return [];
        }

        var count = GetText(body, usage);
        return [.. FindChunks(body)
            .Where(static chunk => chunk.Json["usage"] is not { IsObject: true })
            .Select(chunk => SetUsage(chunk.Json, count))];
    }

    /// <summary>
    /// Returns the chunks before the sentinel that are not errors, with their frames. A chunk after the sentinel has no usage.
    /// </summary>
    private static IEnumerable<(BodyFrame Frame, JsonSpan Json)> FindChunks(ScriptedBody body) =>
        // It has choices.
        body.Frames
            .TakeWhile(frame => !DoneVariations.IsSentinel(body, frame))
            .Where(static frame => frame.Json?["choices"] is { Kind: JsonValueKind.Array } && ChunkObjects.Find(frame.Json).Any())
            .Select(static frame => (frame, frame.Json!));

    /// <summary>Returns the one chunk with a count; <see langword="null"/> if there is not exactly one.</summary>
    private static (BodyFrame Frame, JsonSpan Json, JsonSpan Usage)? FindUsageChunk(ScriptedBody body)
    {
        var found = FindChunks(body).Where(static chunk => chunk.Json["usage"] is { IsObject: true }).ToList();
        return found is [var (frame, json)] ? (frame, json, json["usage"]!) : null; // The filter asked for it.
    }

    private static bool IsAlone(JsonSpan json) => json["choices"] is { Elements.Count: 0 };

    private static IReadOnlyList<Change> OnTheFinishChunk(ScriptedBody body, BodyFrame alone, JsonSpan usage)
    {
        var finish = FindChunks(body).LastOrDefault(static chunk => ChunkObjects.HasFinishReason(chunk.Json));
        return finish.Json is null || finish.Frame.Start > alone.Start
            ? []
            : [new BytesChange([
                .. ((BytesChange)SetUsage(finish.Json, GetText(body, usage))).Edits,
                new Edit(alone.Start, alone.End - alone.Start, ReadOnlyMemory<byte>.Empty),
            ])];
    }

    private static IReadOnlyList<Change> SeparateUsage(ScriptedBody body, BodyFrame frame, JsonSpan json, JsonSpan usage)
    {
        var head = string.Concat(json.Members
            .Where(static member => member.Name is not ("choices" or "usage"))
            .Select(member => GetText(body, member.Start, member.Value.End) + ","));
        var newline = LineVariations.NewlineOf(body, frame);
        var chunk = $"data: {{{head}\"choices\":[],\"usage\":{GetText(body, usage)}}}{newline}{newline}";
        return [new BytesChange([
            new Edit(usage.Start, usage.End - usage.Start, "null"u8.ToArray()),
            new Edit(frame.End, 0, Encoding.UTF8.GetBytes(chunk)),
        ])];
    }

    private static Change SetUsage(JsonSpan json, string value) => json["usage"] is { } there
        ? new BytesChange([new Edit(there.Start, there.End - there.Start, Encoding.UTF8.GetBytes(value))])
        : AddUsage(json, value);

    private static Change AddUsage(JsonSpan json, string value) => LineVariations.Insert(json.End - 1, $",\"usage\":{value}");

    private static string GetText(ScriptedBody body, JsonSpan value) => GetText(body, value.Start, value.End);

    private static string GetText(ScriptedBody body, int start, int end) => Encoding.UTF8.GetString(body.Bytes.Span[start..end]);
}
