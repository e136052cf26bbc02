using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;

namespace Conformance.Importing;

/// <summary>One saved answer of a relay.</summary>
public sealed record SavedAnswer
{
    private static readonly JsonElement NoRequest = JsonElement.Parse("null");

    /// <summary>The place of the answer for people: the file's name, and the entry of a HAR file.</summary>
    public required string Name { get; init; }

    /// <summary>The form the answer was saved in.</summary>
    public required SavedForm Form { get; init; }

    /// <summary>The answer. Members that were not saved have the values of an answer that is right.</summary>
    public required RecordedStream Answer { get; init; }

    /// <summary>The request's method and path.</summary>
    public string RequestLine { get; init; } = "POST /v1/responses";

    /// <summary>The request's body; JSON's null when it was not saved.</summary>
    public JsonElement Request { get; init; } = NoRequest;

    /// <summary>Keys that the request carried; an answer may not repeat them.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Finds lines; <see langword="null"/> when the answer does not stand in the file line by line.</summary>
    internal LineIndex? Lines { get; init; }

    /// <summary>The offset of the answer's body in the file.</summary>
    internal long BodyStart { get; init; }

    /// <summary>The line of each event, where the file has one event a line.</summary>
    internal IReadOnlyList<int> EventLines { get; init; } = [];

    /// <summary>Returns the line of the file that a finding is about, from 1; <see langword="null"/> when it is about no line.</summary>
    public int? LineOf(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding switch
        {
            { Event: { } index } when index < EventLines.Count => EventLines[index],
            { Offset: { } offset } when EventLines.Count == 0 => Lines?.LineAt(BodyStart + offset),
            _ => null,
        };
    }

    /// <summary>Returns the byte of the file that a finding is about; <see langword="null"/> when the events were framed anew.</summary>
    public long? ByteOf(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return EventLines.Count == 0 && finding.Offset is { } offset ? BodyStart + offset : null;
    }

    /// <summary>Returns the answer's events; <see langword="null"/> for an answer without a stream.</summary>
    public WireStream? ReadEvents() => Form == SavedForm.Body ? null : WireReader.Read(Answer);
}

/// <summary>The forms of a saved answer.</summary>
public enum SavedForm
{
    /// <summary>Server-sent events, byte for byte.</summary>
    Stream,

    /// <summary>Events as JSON, without their framing.</summary>
    Events,

    /// <summary>A body without a stream.</summary>
    Body,
}
