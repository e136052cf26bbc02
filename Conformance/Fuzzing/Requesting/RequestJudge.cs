using System.Text;
using System.Text.Json;
using Conformance.Fuzzing.Generating;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;

namespace Conformance.Fuzzing.Requesting;

/// <summary>
/// Judges the answer to a generated request. The upstream answers well, so a relay may refuse the request or serve it, and nothing else.
/// </summary>
internal static class RequestJudge
{
    private const int Longest = 160;

    private static readonly string[] Terminals = ["response.completed", "response.incomplete", "response.failed"];

    /// <summary>Returns what is wrong with the answer; <see langword="null"/> if nothing is.</summary>
    public static RequestFault? FindFault(WildRequest request, WireReply reply)
    {
        if (reply.Fault is { } broken)
        {
            // A client that stops in the middle of its request has gone.
            return reply.Hangs ? new RequestFault(RequestFault.Hangs, $"The answer {broken}.")
                : request.CutAt is not null ? null
                : new RequestFault(RequestFault.BreaksOff, $"The answer {broken}.");
        }

        // The contract allows 502 and 503 for an upstream that failed, and HTTP allows 501 for what a relay does not serve.
        if (reply.Status >= 500 && reply.Status is not (502 or 503) && !(reply.Status == 501 && !request.CreatesResponse))
        {
            return new RequestFault(RequestFault.ServerError, $"The answer has status {reply.Status}: {Shorten(reply.Text)}");
        }

        if (!request.HasKnownMethod || !request.IsOfTheApi)
        {
            return null;
        }

        return reply.Status >= 400 ? FindErrorFault(reply)
            : reply.IsStream ? FindStreamFault(request, reply)
            : reply.ContentType == "application/json" && reply.Json is null
                ? new RequestFault(RequestFault.BadBody, $"The body is not JSON: {Shorten(reply.Text)}")
                : null;
    }

    private static RequestFault? FindErrorFault(WireReply reply)
    {
        var problem = reply.Json is not { ValueKind: JsonValueKind.Object } json || !json.TryGetProperty("error", out var error)
            || error.ValueKind != JsonValueKind.Object ? "has no object error"
            : !IsText(error, "message") ? "has no error.message"
            : !IsText(error, "type") ? "has no error.type"
            : !IsTextOrNull(error, "param") ? "has an error.param that is not a string"
            : !IsTextOrNull(error, "code") ? "has an error.code that is not a string"
            : null;
        return problem is null
            ? null
            : new RequestFault(RequestFault.ErrorShape, $"The answer with status {reply.Status} {problem}: {Shorten(reply.Text)}");
    }

    private static bool IsText(JsonElement error, string name) =>
        error.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString()!.Length > 0;

    private static bool IsTextOrNull(JsonElement error, string name) =>
        !error.TryGetProperty(name, out var member) || member.ValueKind is JsonValueKind.String or JsonValueKind.Null;

    private static RequestFault? FindStreamFault(WildRequest request, WireReply reply)
    {
        var wire = WireReader.Read(new RecordedStream { SentAt = 0, EndedAt = 0, End = StreamEnd.Closed, Body = reply.Body });
        if (wire.Notes.FirstOrDefault(static note => note.Kind is WireNoteKind.BadUtf8 or WireNoteKind.CutOff) is { } note)
        {
            return new RequestFault(RequestFault.BadStream, note.Kind is WireNoteKind.CutOff
                ? $"The stream breaks off in an event: {Shorten(note.Text)}"
                : "The stream has bytes that are not UTF-8.");
        }

        var types = new List<string>();
        foreach (var happened in wire.Events.Where(static happened => !happened.IsDoneMarker))
        {
            if (WireReply.ReadJson(Encoding.UTF8.GetBytes(happened.Data)) is not { ValueKind: JsonValueKind.Object } json
                || !json.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
            {
                return new RequestFault(RequestFault.BadStream, $"An event has no object with a type: {Shorten(happened.Data)}");
            }

            types.Add(type.GetString()!);
        }

        var ends = types.Count(Terminals.Contains);
        return request.CreatesResponse && ends != 1
            ? new RequestFault(RequestFault.BadStream, $"The stream has {ends} terminal events instead of one.")
            : null;
    }

    private static string Shorten(string text)
    {
        var line = string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        return Secrets.Mask(line.Length <= Longest ? line : line[..Longest] + "…");
    }
}
