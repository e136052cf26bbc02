using System.Text;
using System.Text.Json;
using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>The usage in another of the chunks that may carry it.</summary>
internal static class UsageVariations
{
    /// <summary><c>usage: null</c> in each chunk without one, as OpenAI writes it.</summary>
    public static IReadOnlyList<Change> NullElsewhere(UpstreamBody body) =>
        [.. Chunks(body).Where(static chunk => chunk.Json["usage"] is null).Select(static chunk => Add(chunk.Json, "null"))];

    /// <summary>On the finish chunk when it has a chunk of its own, and the other way round.</summary>
    public static IReadOnlyList<Change> Moved(UpstreamBody body)
    {
        if (Only(body) is not var (frame, json, usage))
        {
            return [];
        }

        return IsAlone(json) ? OnTheFinishChunk(body, frame, usage) : ChunkObjects.Finishes(json) ? Alone(body, frame, json, usage) : [];
    }

    /// <summary>The final count in each chunk: the last one counts, and they are not added.</summary>
    public static IReadOnlyList<Change> Everywhere(UpstreamBody body)
    {
        if (Only(body) is not var (_, _, usage))
        {
            return [];
        }

        var count = Text(body, usage);
        return [.. Chunks(body)
            .Where(static chunk => chunk.Json["usage"] is not { IsObject: true })
            .Select(chunk => Set(chunk.Json, count))];
    }

    /// <summary>The chunks before the sentinel that are no error, with their frames. What follows the sentinel is no usage.</summary>
    private static IEnumerable<(BodyFrame Frame, JsonSpan Json)> Chunks(UpstreamBody body) =>
        // It has choices.
        body.Frames
            .TakeWhile(frame => !DoneVariations.IsSentinel(body, frame))
            .Where(static frame => frame.Json?["choices"] is { Kind: JsonValueKind.Array } && ChunkObjects.Of(frame.Json).Any())
            .Select(static frame => (frame, frame.Json!));

    /// <summary>The one chunk with a count; <see langword="null"/> when there is none or more than one.</summary>
    private static (BodyFrame Frame, JsonSpan Json, JsonSpan Usage)? Only(UpstreamBody body)
    {
        var found = Chunks(body).Where(static chunk => chunk.Json["usage"] is { IsObject: true }).ToList();
        return found is [var (frame, json)] ? (frame, json, json["usage"]!) : null; // The filter asked for it.
    }

    private static bool IsAlone(JsonSpan json) => json["choices"] is { Elements.Count: 0 };

    private static IReadOnlyList<Change> OnTheFinishChunk(UpstreamBody body, BodyFrame alone, JsonSpan usage)
    {
        var finish = Chunks(body).LastOrDefault(static chunk => ChunkObjects.Finishes(chunk.Json));
        return finish.Json is null || finish.Frame.Start > alone.Start
            ? []
            : [new BytesChange([
                .. ((BytesChange)Set(finish.Json, Text(body, usage))).Edits,
                new Edit(alone.Start, alone.End - alone.Start, ReadOnlyMemory<byte>.Empty),
            ])];
    }

    private static IReadOnlyList<Change> Alone(UpstreamBody body, BodyFrame frame, JsonSpan json, JsonSpan usage)
    {
        var head = string.Concat(json.Members
            .Where(static member => member.Name is not ("choices" or "usage"))
            .Select(member => Text(body, member.Start, member.Value.End) + ","));
        var newline = LineVariations.NewlineOf(body, frame);
        var chunk = $"data: {{{head}\"choices\":[],\"usage\":{Text(body, usage)}}}{newline}{newline}";
        return [new BytesChange([
            new Edit(usage.Start, usage.End - usage.Start, "null"u8.ToArray()),
            new Edit(frame.End, 0, Encoding.UTF8.GetBytes(chunk)),
        ])];
    }

    private static Change Set(JsonSpan json, string value) => json["usage"] is { } there
        ? new BytesChange([new Edit(there.Start, there.End - there.Start, Encoding.UTF8.GetBytes(value))])
        : Add(json, value);

    private static Change Add(JsonSpan json, string value) => LineVariations.Insert(json.End - 1, $",\"usage\":{value}");

    private static string Text(UpstreamBody body, JsonSpan value) => Text(body, value.Start, value.End);

    private static string Text(UpstreamBody body, int start, int end) => Encoding.UTF8.GetString(body.Bytes.Span[start..end]);
}
