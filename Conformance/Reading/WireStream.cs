using System.Text.Json;

namespace Conformance.Reading;

/// <summary>A body as the strict reader sees it: events with their places, and everything that is not an event.</summary>
/// <param name="Events">The dispatched events in order.</param>
/// <param name="Notes">Comments, faults and oddities in order.</param>
public sealed record WireStream(IReadOnlyList<WireEvent> Events, IReadOnlyList<WireNote> Notes)
{
    private long? _markerEnd;

    /// <summary>
    /// Whether an offset lies behind the first end marker, <c>[DONE]</c>. The marker is looked for once, because a stream may have as many
    /// notes as events.
    /// </summary>
    public bool IsAfterMarker(long offset) =>
        (_markerEnd ??= Events.FirstOrDefault(static happened => happened.IsDoneMarker) is { } marker
            ? marker.Offset + marker.Length
            : long.MaxValue) <= offset;

    /// <summary>The first event that ends behind an offset of the body; <see langword="null"/> when none does.</summary>
    public WireEvent? FirstEndingAfter(long offset)
    {
        var (low, high) = (0, Events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Events[middle].Offset + Events[middle].Length > offset ? (low, middle) : (middle + 1, high);
        }

        return low < Events.Count ? Events[low] : null;
    }
}

/// <summary>One SSE event with its place in the body.</summary>
public sealed record WireEvent
{
    /// <summary>The event's number in the stream, from 0, the <c>[DONE]</c> marker counted.</summary>
    public required int Index { get; init; }

    /// <summary>The offset of the first byte of its first field line.</summary>
    public required long Offset { get; init; }

    /// <summary>Its bytes up to and including the blank line.</summary>
    public required int Length { get; init; }

    /// <summary>When the read that completed it returned.</summary>
    public required long At { get; init; }

    /// <summary>The <c>event:</c> field; <see langword="null"/> when there was none.</summary>
    public string? Name { get; init; }

    /// <summary>The <c>id:</c> field; <see langword="null"/> when there was none.</summary>
    public string? Id { get; init; }

    /// <summary>The <c>retry:</c> field; <see langword="null"/> when there was none.</summary>
    public string? Retry { get; init; }

    /// <summary>The <c>data:</c> lines joined with line feeds.</summary>
    public required string Data { get; init; }

    /// <summary>The data as JSON, duplicate members refused; <see langword="null"/> when it is none.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>Why the data is no JSON; <see langword="null"/> when it is.</summary>
    public string? JsonProblem { get; init; }

    /// <summary>Whether the data is the literal <c>[DONE]</c>.</summary>
    public bool IsDoneMarker => string.Equals(Data, "[DONE]", StringComparison.Ordinal);

    /// <summary>The string member <c>type</c> of the data; empty when there is none.</summary>
    public string Type =>
        Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("type", out var type)
            && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : "";
}

/// <summary>Something in the body that is no event.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Offset">Where it starts.</param>
/// <param name="At">When the read that completed it returned.</param>
/// <param name="Text">Its text, cut to a line of reasonable length.</param>
/// <param name="InsideEvent">Whether it stands between the first line of an event and its blank line.</param>
public sealed record WireNote(WireNoteKind Kind, long Offset, long At, string Text, bool InsideEvent);

/// <summary>The kinds of notes.</summary>
public enum WireNoteKind
{
    /// <summary>A comment line.</summary>
    Comment,

    /// <summary>A line that is no known field.</summary>
    UnknownField,

    /// <summary>Bytes that are not UTF-8.</summary>
    BadUtf8,

    /// <summary>Field lines at the end of the body without the blank line that dispatches an event.</summary>
    CutOff,

    /// <summary>A byte order mark at the start.</summary>
    ByteOrderMark,

    /// <summary>A block with fields but no data, which dispatches nothing.</summary>
    NoData,
}
