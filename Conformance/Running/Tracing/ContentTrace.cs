using System.Text.Json;
using Conformance.Reading;
using Conformance.Turns;
using MockUpstream.Contract;

namespace Conformance.Running.Tracing;

/// <summary>Follows the content of the script through the events of an answer.</summary>
internal sealed class ContentTrace(RecordedTurn turn)
{
    private readonly ScriptContent _script = ScriptContent.Create(turn.Upstream);
    private readonly Dictionary<string, DeltaSourceFinder?> _readers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _named = new(StringComparer.Ordinal);

    /// <summary>For each event the write whose content it carries, and the last such write of the stream up to it.</summary>
    public IReadOnlyList<Seen> Read()
    {
        var seen = new List<Seen>();
        SentWrite? last = null;
        foreach (var wire in turn.Wire?.Events ?? [])
        {
            var carrier = Carrier(wire);
            last = carrier is not null && (last is null || carrier.At >= last.At) ? carrier : last;
            seen.Add(new Seen(carrier, last));
        }

        return seen;
    }

    private SentWrite? Carrier(WireEvent wire)
    {
        var json = wire.Json ?? default;
        return wire.Type switch
        {
            "response.output_text.delta" => Next(wire.Type, json, ScriptContent.Text),
            "response.refusal.delta" => Next(wire.Type, json, ScriptContent.Refusal),
            "response.reasoning_text.delta" or "response.reasoning_summary_text.delta" or "response.reasoning.delta" =>
                Next(wire.Type, json, ScriptContent.Reasoning),
            "response.function_call_arguments.delta" => Arguments(json),
            "response.output_item.added" => Named(json.Member("item")),
            _ => null,
        };
    }

    private SentWrite? Next(string reader, JsonElement json, string channel)
    {
        if (!_readers.TryGetValue(reader, out var found))
        {
            _readers[reader] = found = new DeltaSourceFinder([_script.GetChannel(channel)]);
        }

        return found!.FindWrite(json.Member("delta").Text());
    }

    /// <summary>Any call may be the one that an item stands for: the joined arguments decide.</summary>
    private SentWrite? Arguments(JsonElement json)
    {
        var item = $"arguments {json.Member("output_index").Shown()} {json.Member("item_id").Text()}";
        if (!_readers.TryGetValue(item, out var found))
        {
            _readers[item] = found = new DeltaSourceFinder([.. _script.Calls]);
        }

        return found!.FindWrite(json.Member("delta").Text());
    }

    private SentWrite? Named(JsonElement item)
    {
        if (item.Member("name").Text() is not { Length: > 0 } name)
        {
            return null;
        }

        var count = _named[name] = _named.GetValueOrDefault(name) + 1;
        return _script.Names.Where(piece => piece.Text == name).Skip(count - 1).FirstOrDefault()?.Write;
    }

    /// <summary>The part of the script that an event shows.</summary>
    /// <param name="Write">The write whose content the event carries.</param>
    /// <param name="Last">The last write whose content the stream has shown so far, this event included.</param>
    internal sealed record Seen(SentWrite? Write, SentWrite? Last);
}
