using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Expecting.Answers;
using Conformance.Reading;
using Conformance.Turns;

namespace Conformance.Expecting.Outcomes;

/// <summary>
/// Folds an answer to what a client ends up with. Pure; takes every path by which a client may learn of a text, so that a fault of form
/// costs no outcome.
/// </summary>
internal static class OutcomeFolder
{
    /// <summary>The outcome; <see langword="null"/> when no answer came at all.</summary>
    public static ReceivedOutcome? Fold(RecordedTurn turn)
    {
        if (turn.Wire is { } wire)
        {
            return OfStream(StreamWalk.Get(UntilTheEnd(wire)));
        }

        if (turn.Answer.Status is not { } status)
        {
            return null;
        }

        var body = HttpView.TryParseBody(turn.Answer) ?? default;
        return status >= 400 ? OfHttpError(status, body) : OfBody(body);
    }

    /// <summary>Returns the stream without the events after its terminal event: a client has stopped reading by then.</summary>
    private static WireStream UntilTheEnd(WireStream wire) =>
        StreamWalk.Get(wire).Terminal is { } terminal && wire.Events.Skip(terminal.Index + 1).Any(static later => !later.IsDoneMarker)
            ? wire with { Events = [.. wire.Events.Take(terminal.Index + 1)] }
            : wire;

    private static ReceivedOutcome OfHttpError(int status, JsonElement body)
    {
        var error = body.Member("error").HasValue() ? body.Member("error") : body;
        return new ReceivedOutcome
        {
            Status = "failed",
            Cause = FailureCauses.Read(status, error),
            Error = $"HTTP {status} {Words(error)}".TrimEnd(),
        };
    }

    private static ReceivedOutcome OfBody(JsonElement response) => Ended(response.Member("status").Text() ?? "none", response, default) with
    {
        Items = Visible(response.Member("output").Elements().Select(item => Item(item, item, part: null, place: null))),
    };

    private static ReceivedOutcome OfStream(StreamWalk walk)
    {
        var error = walk.Events.FirstOrDefault(happened => happened.Type == "error");
        var last = walk.Terminal ?? error ?? (walk.Events is [.., var end] ? end : null);
        var status = walk.Terminal is { } terminal ? terminal.Type["response.".Length..] : error is not null ? "failed" : "none";
        return Ended(status, walk.Terminal?.Response ?? default, error is null ? default : Nested(error)) with
        {
            First = walk.Events.FirstOrDefault(happened => happened.IsLifecycle)?.Response ?? default,
            EndEvent = last?.Index,
            Items = Visible(Items(walk)),
        };
    }

    private static ReceivedOutcome Ended(string status, JsonElement response, JsonElement errorEvent)
    {
        var error = response.Member("error").HasValue() ? response.Member("error") : errorEvent;
        return new ReceivedOutcome
        {
            Status = status,
            Reason = response.Member("incomplete_details").Member("reason").Text(),
            Cause = status == "failed" ? FailureCauses.Read(status: null, error) : null,
            Error = status == "failed" ? Words(error) : null,
            Usage = response.Member("usage"),
            Response = response,
        };
    }

    /// <summary>The error of an <c>error</c> event, whichever of its two shapes it has.</summary>
    private static JsonElement Nested(EventView happened) =>
        happened.Json.Member("error").IsObject() ? happened.Json.Member("error") : happened.Json;

    private static IEnumerable<ReceivedItem> Items(StreamWalk walk)
    {
        var final = walk.Terminal?.Response.Member("output").Elements() ?? [];
        if (walk.Items.Count == 0 && walk.StrayDone.Count == 0)
        {
            return final.Select(item => Item(item, item, part: null, walk.Terminal?.Index));
        }

        var streamed = walk.Items.Select(item => (Index: item.OutputIndex ?? item.Order, Item: OfTrack(item, Told(final, item))));
        var stray = walk.StrayDone.Select(done => (Index: done.OutputIndex
            ?? long.MaxValue, Item: Item(done.Item, done.Item, part: null, done.Index)));
        return streamed.Concat(stray).OrderBy(pair => pair.Index).Select(pair => pair.Item);
    }

    private static ReceivedItem OfTrack(ItemTrack track, JsonElement final)
    {
        var closed = track.Done?.Item ?? final;
        return Item(closed.IsObject() ? closed : track.Added.Item, final, track, (track.Done
            ?? track.Added).Index) with { IsWhole = closed.IsObject() && IsWhole(closed) };
    }

    /// <summary>The item of the final output that is the same item: by id, else by index.</summary>
    private static JsonElement Told(IReadOnlyList<JsonElement> final, ItemTrack item) =>
        final.FirstOrDefault(told => !string.IsNullOrEmpty(item.Id)
            && told.Member("id").Text() == item.Id) is { ValueKind: JsonValueKind.Object } byId
            ? byId
            : item.OutputIndex is >= 0 and var index && index < final.Count && final[(int)index].Member("type").Text() == item.Type
                ? final[(int)index]
                : default;

    private static ReceivedItem Item(JsonElement json, JsonElement final, ItemTrack? part, int? place)
    {
        var type = json.Member("type").Text() ?? part?.Type ?? "";
        var text = First(TextOf(json), TextOf(final), part is null ? "" : Streamed(part, static track => !IsRefusal(track)));
        var refusal = First(RefusalOf(json), RefusalOf(final), part is null ? "" : Streamed(part, IsRefusal));
        var whole = WithValue(json, final, part, type);
        return new ReceivedItem(type, whole, text, refusal, IsWhole(json), place);
    }

    /// <summary>A call whose closed item lacks its arguments still has those that were streamed.</summary>
    private static JsonElement WithValue(JsonElement json, JsonElement final, ItemTrack? part, string type)
    {
        var member = type switch { "function_call" => "arguments", "custom_tool_call" => "input", _ => null };
        if (member is null || part is null || !string.IsNullOrEmpty(json.Member(member).Text()))
        {
            return json;
        }

        var value = First(
            final.Member(member).Text() ?? "",
            part.Parts.Select(track => track.TextDone?.Value.Text()).FirstOrDefault(text => !string.IsNullOrEmpty(text)) ?? "",
            Streamed(part, static _ => true));
        return value.Length == 0 ? json : JsonMembers.With(json, member, value);
    }

    private static bool IsWhole(JsonElement item) => item.Member("status").Text() is null or "completed";

    private static bool IsRefusal(PartTrack track) =>
        (track.Added?.Value.Member("type").Text() ?? track.Deltas.FirstOrDefault()?.Shape?.PartType) == "refusal";

    private static string Streamed(ItemTrack item, Func<PartTrack, bool> takes) =>
        string.Concat(item.Parts.Where(takes).Select(track => First(track.Joined, track.TextDone?.Value.Text() ?? "")));

    private static string TextOf(JsonElement item) => string.Concat(
        item.Member("summary").Elements().Concat(item.Member("content").Elements())
            .Where(part => part.Member("type").Text() != "refusal")
            .Select(part => part.Member("text").Text()));

    private static string RefusalOf(JsonElement item) =>
        string.Concat(item.Member("content").Elements().Select(part => part.Member("refusal").Text()));

    private static string First(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
            {
                return text;
            }
        }

        return "";
    }

    private static IReadOnlyList<ReceivedItem> Visible(IEnumerable<ReceivedItem> items) =>
        [.. items.Where(item => !item.IsMessage || item.Text.Length > 0 || item.Refusal.Length > 0)];

    private static string Words(JsonElement error) =>
        string.Join(": ", new[] { error.Member("code").Text()
            ?? error.Member("type").Text(), error.Member("message").Text() ?? error.Text() }.Where(word => !string.IsNullOrEmpty(word)));
}
