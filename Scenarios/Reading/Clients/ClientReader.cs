using System.Text.Json;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Clients;

/// <summary>Reads the client's request, and merges the short words and <c>request</c> into one body.</summary>
internal sealed class ClientReader(NodeReader nodes, Vocabulary vocabulary)
{
    private static readonly (string Short, string Member)[] ShortWords =
        [("ask", "input"), ("tools", "tools"), ("stream", "stream"), ("previous", "previous_response_id")];

    private static readonly string[] OtherWords = ["ask", "tools", "stream", "previous", "request", "headers"];

    /// <summary>Reads one client; <paramref name="bound"/> are the names earlier turns have bound.</summary>
    public ClientRequest? Read(YamlNode node, IReadOnlySet<string> bound)
    {
        if (nodes.ReadFields(node, FormatKeys.Client) is not { } fields)
        {
            return null;
        }

        var names = new NameCheck(nodes, bound);
        names.CheckValues(node);
        var then = fields["then"] is { } behaviour ? nodes.ReadFields(behaviour, FormatKeys.Then) : null;
        var client = fields["http"] is { } http ? ReadHttp(fields, http, names) : ReadResponses(fields);
        return client is null ? null : client with
        {
            HangUpAfter = then?["hang_up_after"] is { } hangUp ? EventCountReader.Read(hangUp, "hang_up_after", nodes) : null,
            ReadSlowly = then?["read_slowly"] is { } slowly ? nodes.ReadDuration(slowly, "read_slowly") : null,
            Release = then is null ? null : ReadRelease(then),
        };
    }

    private GateRelease? ReadRelease(Fields then)
    {
        if (then.Has("release") != then.Has("after"))
        {
            var (has, misses) = then.Has("release") ? ("release", "after") : ("after", "release");
            nodes.Report(then.PlaceOf(has), "missing-key", $"'{has}' requires '{misses}': {{release: go, after: output_text.delta}}");
        }

        var gate = then["release"] is { } name ? GateNameReader.Read(name, nodes) : null;
        var after = then["after"] is { } happened ? EventCountReader.Read(happened, "after", nodes) : null;
        return gate is null || after is null ? null : new GateRelease(gate, after.Value);
    }

    private ClientRequest? ReadHttp(Fields fields, YamlNode node, NameCheck names)
    {
        foreach (var word in OtherWords.Where(fields.Has))
        {
            var remedy = word == "headers" ? "move them into http" : "remove it, and put the body into http";
            nodes.Report(fields.PlaceOf(word), "said-twice", $"'{word}' cannot be combined with http; {remedy}");
        }

        return new EndpointRequestReader(nodes, names).Read(node) is not var (request, headers) ? null : new ClientRequest
        {
            Body = NodeJson.ToElement(static writer =>
            {
                writer.WriteStartObject();
                writer.WriteEndObject();
            }),
            Http = request,
            Stream = request.Path.Contains("stream=true", StringComparison.Ordinal),
            Headers = headers,
        };
    }

    private ClientRequest ReadResponses(Fields fields)
    {
        if (!fields.Has("ask") && !fields.Has("request"))
        {
            nodes.Report(fields.Place, "missing-key", "client requires 'ask': The text of the user; short for request.input.");
        }

        var request = ReadRequest(fields);
        var stream = (fields["stream"] ?? request.GetValueOrDefault("stream")) is not { } flag
            || nodes.ReadBoolean(flag, "stream") != false;
        return new ClientRequest
        {
            Body = Merge(fields, request, stream),
            Stream = stream,
            Headers = HeaderReader.Read(fields["headers"], nodes),
        };
    }

    private Dictionary<string, YamlNode> ReadRequest(Fields fields)
    {
        Dictionary<string, YamlNode> request = new(StringComparer.Ordinal);
        if (fields["request"] is not { } node)
        {
            return request;
        }

        if (node is not YamlMap map)
        {
            nodes.ReportKind(node, "request", "a mapping");
            return request;
        }

        foreach (var (key, value) in map.Entries)
        {
            ReportDuplicate(key, fields);
            if (nodes.CheckJson(value))
            {
                request.Add(key.Value, value);
            }
        }

        return request;
    }

    private void ReportDuplicate(YamlScalar key, Fields fields)
    {
        if (key.Value == "model")
        {
            nodes.Report(key.Place, "model-is-given", "remove model; the harness sets it, because the mock identifies the case by it");
        }

        foreach (var (word, member) in ShortWords.Where(pair => pair.Member == key.Value && fields.Has(pair.Short)))
        {
            nodes.Report(key.Place, "said-twice", $"client.{word} already sets '{member}'; remove one of the two");
        }
    }

    private JsonElement Merge(Fields fields, Dictionary<string, YamlNode> request, bool stream)
    {
        var ask = fields["ask"] is { } input ? nodes.ReadText(input, "ask") : null;
        var previous = fields["previous"] is { } id ? nodes.ReadText(id, "previous") : null;
        var tools = fields["tools"] is { } list ? ReadTools(list) : null;
        return NodeJson.ToElement(writer =>
        {
            writer.WriteStartObject();
            if (ask is not null)
            {
                writer.WriteString("input", ask);
            }

            if (tools is not null)
            {
                writer.WritePropertyName("tools");
                writer.WriteStartArray();
                tools.ForEach(tool => tool.WriteTo(writer));
                writer.WriteEndArray();
            }

            writer.WriteBoolean("stream", stream);
            if (previous is not null)
            {
                writer.WriteString("previous_response_id", previous);
            }

            foreach (var (key, value) in request.Where(pair => pair.Key != "stream"))
            {
                writer.WritePropertyName(key);
                NodeJson.Write(writer, value);
            }

            writer.WriteEndObject();
        });
    }

    private List<JsonElement> ReadTools(YamlNode node)
    {
        List<JsonElement> tools = [];
        foreach (var entry in nodes.ReadList(node, "tools"))
        {
            if (entry is YamlMap)
            {
                tools.Add(nodes.ReadJson(entry) ?? NodeJson.Null);
            }
            else if (nodes.ReadText(entry, "a tool") is not { } name)
            {
                continue;
            }
            else if (vocabulary.Tools.TryGetValue(name, out var known))
            {
                tools.Add(known);
            }
            else
            {
                nodes.Report(
                    entry.Place,
                    "unknown-tool",
                    $"'{name}' is not a tool in vocabulary/tools.yaml; {WordSuggestion.Suggest(name, vocabulary.Tools.Keys)}");
            }
        }

        return tools;
    }
}
