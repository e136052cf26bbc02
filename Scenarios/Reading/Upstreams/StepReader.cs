using System.Text.Json;
using System.Text.RegularExpressions;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Upstreams;

/// <summary>Reads one step that has no steps inside.</summary>
internal sealed partial class StepReader(NodeReader nodes)
{
    public const string Sentinel = "[DONE]";

    private const string UsualReasoningField = "reasoning_content";

    public UpstreamStep? Read(YamlMap map, YamlEntry entry, UpstreamStep? previous)
    {
        var (word, value) = (entry.Key.Value, entry.Value);
        var step = ReadSending(word, value, previous) ?? ReadControlling(word, value);
        var modifiers = new Fields(map);
        if (StepWords.Sending.Find(word) is null)
        {
            ReportModifiers(word, modifiers);
        }

        return step is not SendingStep sending ? step : sending with
        {
            Split = WireSettingsReader.ReadSplit(modifiers["split"], nodes),
            Keep = modifiers["keep"] is { } keep ? nodes.ReadInteger(keep, "keep", min: 1) : null,
            Newline = WireSettingsReader.ReadNewline(modifiers["newline"], nodes),
        };
    }

    // A value that does not fit is reported where it is read; the empty stand-in is never seen, since problems take the case with them.
    private SendingStep? ReadSending(string word, YamlNode value, UpstreamStep? previous) => word switch
    {
        "text" => new TextStep(ReadText(value, word)),
        "reasoning" => ReadReasoning(value),
        "refusal" => new RefusalStep(ReadText(value, word)),
        "tool" => ReadTool(value),
        "delta" => new DeltaStep(ReadObject(value, word, orNull: true)),
        "choice" => new ChoiceStep(ReadObject(value, word)),
        "chunk" => new ChunkStep(ReadObject(value, word)),
        "finish" => new FinishStep(ReadTextOrNull(value, word) ?? NodeJson.Null),
        "usage" => ReadUsage(value, previous),
        "error" => new ErrorStep(nodes.ReadJson(value) ?? NodeJson.Null),
        "done" => new DoneStep(ReadSentinel(value)),
        "sse" => ReadSse(value),
        "comment" => new CommentStep(ReadText(value, word)),
        "raw" => new RawStep(ReadText(value, word)),
        "tcp" => new TcpStep(ReadText(value, word)),
        "bytes" => new BytesStep(ReadBytes(value)),
        _ => null,
    };

    private UpstreamStep? ReadControlling(string word, YamlNode value) => word switch
    {
        "wait" => new WaitStep(nodes.ReadDuration(value, word) ?? TimeSpan.Zero),
        "hold" => new HoldStep(EventCountReader.Read(value, word, nodes) ?? default),
        "close" => new CloseStep(ReadClose(value)),
        "stall" => new StallStep { Time = nodes.ReadDuration(value, word) },
        "gate" => new GateStep(ReadGate(value)),
        "flush" => ReportValue(word, value),
        _ => null,
    };

    private string ReadText(YamlNode node, string what) => nodes.ReadText(node, what) ?? "";

    private JsonElement? ReadTextOrNull(YamlNode node, string what)
    {
        if (node is YamlScalar scalar && ScalarKinds.Classify(scalar) == ScalarKind.Null)
        {
            return NodeJson.Null;
        }

        return nodes.ReadText(node, what) is { } text ? NodeJson.ToElement(text) : null;
    }

    private JsonElement ReadObject(YamlNode node, string what, bool orNull = false)
    {
        if (node is YamlMap || (orNull && node is YamlScalar scalar && ScalarKinds.Classify(scalar) == ScalarKind.Null))
        {
            return nodes.ReadJson(node) ?? NodeJson.Null;
        }

        nodes.ReportKind(node, what, orNull ? "a mapping or null" : "a mapping");
        return NodeJson.Null;
    }

    private ReasoningStep? ReadReasoning(YamlNode node)
    {
        if (node is not YamlMap)
        {
            return new ReasoningStep(UsualReasoningField, ReadText(node, "reasoning"));
        }

        var fields = nodes.ReadFields(node, FormatKeys.Reasoning);
        var field = fields?["field"] is { } name ? ReadText(name, "field") : UsualReasoningField;
        var text = fields?["text"] is { } content ? ReadText(content, "text") : "";
        return new ReasoningStep(field, text);
    }

    private ToolStep? ReadTool(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Tool) is not { } fields)
        {
            return null;
        }

        return new ToolStep(
            ReadIndex(fields["index"]),
            fields["id"] is { } id ? ReadTextOrNull(id, "id") : null,
            fields["name"] is { } name ? ReadTextOrNull(name, "name") : null,
            ReadArguments(fields["args"]),
            fields["type"] is { } type ? ReadTextOrNull(type, "type") : null)
       ;
    }

    private JsonElement? ReadIndex(YamlNode? node) => node switch
    {
        null => null,
        YamlScalar scalar when ScalarKinds.Classify(scalar) == ScalarKind.Null => NodeJson.Null,
        _ => nodes.ReadLong(node, "index") is not null ? NodeJson.ToElement(node) : null,
    };

    private JsonElement? ReadArguments(YamlNode? node) => node switch
    {
        null => null,
        YamlMap => nodes.ReadJson(node),
        _ => ReadTextOrNull(node, "args"),
    };

    private UsageStep? ReadUsage(YamlNode node, UpstreamStep? previous)
    {
        if (nodes.ReadFields(node, FormatKeys.Usage) is not { } fields)
        {
            return null;
        }

        var rides = fields["in"];
        if (rides is not null && rides is not YamlScalar { Value: "finish" })
        {
            nodes.Report(rides.Place, "unknown-word", "usage is sent in the finish chunk or alone; write in: finish, or remove 'in'");
        }
        else if (rides is not null && previous is not FinishStep)
        {
            nodes.Report(rides.Place, "misplaced-step", "usage with in: finish must directly follow a finish step");
        }

        return new UsageStep(Count("prompt"), Count("completion"), Count("cached"), Count("reasoning"), rides is not null);

        long? Count(string key) => fields[key] is { } count ? nodes.ReadLong(count, key) : null;
    }

    private string ReadSentinel(YamlNode node)
    {
        if (node is YamlList { Items: [YamlScalar { Value: "DONE" }] })
        {
            nodes.Report(node.Place, "unquoted", "[DONE] is a list in YAML; write 'done', or quote it: '[DONE]'");
            return Sentinel;
        }

        return ReadText(node, "done");
    }

    private SseStep? ReadSse(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Sse) is not { } fields)
        {
            return null;
        }

        if (node is YamlMap { Entries.Count: 0 })
        {
            nodes.Report(node.Place, "missing-key", "sse has no fields; known: event, id, retry, data");
        }

        var data = fields["data"] switch
        {
            null => null,
            YamlMap map => nodes.ReadJson(map)?.GetRawText(),
            { } text => nodes.ReadText(text, "data"),
        };
        return new SseStep(Field("event"), Field("id"), Field("retry"), data);

        string? Field(string key) => fields[key] is { } value ? nodes.ReadLooseText(value, key) : null;
    }

    private byte[] ReadBytes(YamlNode node)
    {
        if (nodes.ReadText(node, "bytes") is not { } text)
        {
            return [];
        }

        if (!HexPairs().IsMatch(text))
        {
            nodes.Report(node.Place, "bad-bytes", $"'{text}' is not a sequence of two-digit hex bytes; expected bytes such as E4 BD A0");
            return [];
        }

        return Convert.FromHexString(string.Concat(text.Where(char.IsAsciiHexDigit)));
    }

    private CloseKind ReadClose(YamlNode node) => nodes.ReadWord(node, "close", FormatWords.CloseKinds) switch
    {
        "reset" => CloseKind.Reset,
        "never" => CloseKind.Never,
        "mid-chunk" => CloseKind.MidChunk,
        "truncate" => CloseKind.Truncate,
        "after-response" => CloseKind.AfterResponse,
        _ => CloseKind.Clean,
    };

    private string ReadGate(YamlNode node) => GateNameReader.Read(node, nodes) ?? "";

    private UpstreamStep? ReportValue(string word, YamlNode value)
    {
        nodes.Report(value.Place, "wrong-kind", $"{word} takes no value; write '- {word}'");
        return null;
    }

    private void ReportModifiers(string word, Fields fields)
    {
        foreach (var modifier in StepWords.Modifiers.Names.Where(fields.Has))
        {
            nodes.Report(
                fields.PlaceOf(modifier),
                "no-modifier",
                $"{word} sends no bytes, so '{modifier}' has no effect; move it to a step that sends");
        }
    }

    [GeneratedRegex(@"\A\s*[0-9A-Fa-f]{2}(\s*[0-9A-Fa-f]{2})*\s*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HexPairs();
}
