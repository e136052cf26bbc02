using System.Text.RegularExpressions;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Clients;

/// <summary>Reads a client's request to another endpoint than <c>POST /v1/responses</c>.</summary>
internal sealed partial class EndpointRequestReader(NodeReader nodes, NameCheck names)
{
    /// <summary>Returns the request with its headers.</summary>
    public (EndpointRequest Request, IReadOnlyList<KeyValuePair<string, string>> Headers)? Read(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.ClientHttp) is not { } fields)
        {
            return null;
        }

        var method = fields["method"] is { } word ? nodes.ReadWord(word, "method", FormatWords.Methods) : null;
        var path = fields["path"] is { } text ? ReadPath(text) : null;
        var body = fields["body"] is { } value ? nodes.ReadJson(value) : null;
        return (new EndpointRequest(method ?? "GET", path ?? "/", body), HeaderReader.Read(fields["headers"], nodes));
    }

    private string? ReadPath(YamlNode node)
    {
        if (nodes.ReadText(node, "path") is not { } path)
        {
            return null;
        }

        if (!PathShape().IsMatch(path))
        {
            nodes.Report(node.Place, "bad-path", $"'{path}' is not a path; start it at the root, such as /v1/responses/$resp");
        }

        names.CheckInside(node, path);
        return path;
    }

    [GeneratedRegex(TextPatterns.RequestPath, RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PathShape();
}
