using System.Text.Json;
using Relay.Json;

namespace Relay.Translating.Text;

/// <summary>
/// Parses the content of a block of calls, strictly: only an exact call of a declared tool is a call, because a model may also write about
/// calls.
/// </summary>
internal sealed class MarkupReader(IReadOnlySet<string> declared, ToolSchemas schemas)
{
    /// <summary>Returns whether a tool of that name is declared.</summary>
    public bool IsDeclared(string name) => declared.Contains(name);

    /// <summary>Parses JSON with a name and arguments, or one function in tags.</summary>
    public List<MarkupCall>? ReadToolCall(string inside)
    {
        var text = inside.Trim();
        return text.StartsWith('{') ? ReadJson(text) : ReadFunction(text);
    }

    /// <summary><c>&lt;function=name&gt;&lt;parameter=key&gt;value&lt;/parameter&gt;…&lt;/function&gt;</c></summary>
    public List<MarkupCall>? ReadFunction(string text)
    {
        var rest = new MarkupText(text);
        return rest.ReadBetween("<function=", ">") is { } name && rest.ReadBetween("", "</function>") is { } inside && rest.IsOver
            ? ReadCall(name.Trim(), new MarkupText(inside), ReadParameter, "</parameter>")
            : null;
    }

    /// <summary>
    /// <c>&lt;invoke name="…"&gt;&lt;parameter name="key" string="true"&gt;value&lt;/parameter&gt;…&lt;/invoke&gt;</c>, any number of them,
    /// each tag with a prefix.
    /// </summary>
    public List<MarkupCall>? ReadInvokes(string inside, string prefix)
    {
        var rest = new MarkupText(inside);
        var calls = new List<MarkupCall>();
        while (!rest.IsOver)
        {
            var call = rest.ReadBetween($"<{prefix}invoke name=\"", "\">") is { } name
                && rest.ReadBetween("", $"</{prefix}invoke>") is { } members
                ? ReadCall(name, new MarkupText(members), text => ReadParameter(text, prefix), $"</{prefix}parameter>")
                : null;
            if (call is null)
            {
                return null;
            }

            calls.AddRange(call);
        }

        return calls.Count > 0 ? calls : null;
    }

    private static MarkupParameter? ReadParameter(MarkupText text) =>
        text.ReadBetween("<parameter=", ">") is { } key ? new MarkupParameter(key.Trim(), IsText: null, IsOnLinesOfItsOwn: true) : null;

    private static MarkupParameter? ReadParameter(MarkupText text, string prefix)
    {
        if (text.ReadBetween($"<{prefix}parameter name=\"", "\"") is not { } key || text.ReadBetween("", ">") is not { } rest)
        {
            return null;
        }

        var isText = rest.Contains("string=\"true\"", StringComparison.Ordinal) ? true
            : rest.Contains("string=\"false\"", StringComparison.Ordinal) ? false
            : (bool?)null;
        return new MarkupParameter(key, isText, IsOnLinesOfItsOwn: false);
    }

    private List<MarkupCall>? ReadJson(string text)
    {
        if (Parse(text) is not { ValueKind: JsonValueKind.Object } call
            || !call.TryGetProperty("name", out var name)
            || name.ValueKind is not JsonValueKind.String
            || !declared.Contains(name.GetString()!))
        {
            return null;
        }

        var isThere = call.TryGetProperty("arguments", out var arguments) || call.TryGetProperty("parameters", out arguments);
        var json = !isThere || arguments.ValueKind is JsonValueKind.Null ? "{}"
            : arguments.ValueKind is JsonValueKind.Object ? arguments.GetRawText()
            : arguments.ValueKind is JsonValueKind.String
                && Parse(arguments.GetString()!) is { ValueKind: JsonValueKind.Object } ? arguments.GetString()!
            : null;
        return json is null ? null : [new MarkupCall(name.GetString()!, json)];
    }

    private List<MarkupCall>? ReadCall(string name, MarkupText members, Func<MarkupText, MarkupParameter?> readParameter, string closing)
    {
        if (!declared.Contains(name))
        {
            return null;
        }

        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!members.IsOver)
        {
            if (readParameter(members) is not { } parameter || members.ReadBetween("", closing) is not { } value)
            {
                return null;
            }

            arguments[parameter.Key] = ToJson(name, parameter, value);
        }

        var pairs = arguments.Select(member => $"{JsonText.Quote(member.Key)}:{member.Value}");
        return [new MarkupCall(name, $"{{{string.Join(',', pairs)}}}")];
    }

    /// <summary>
    /// Returns a value as JSON. The tag may state its type, or else the tool's schema, or else it is JSON if it can be parsed.
    /// </summary>
    private string ToJson(string tool, MarkupParameter parameter, string value)
    {
        var text = parameter.IsOnLinesOfItsOwn ? WithoutOuterBreaks(value) : value;
        return !(parameter.IsText ?? schemas.IsText(tool, parameter.Key))
            && Parse(text.Trim()) is { } parsed
                ? parsed.GetRawText()
                : JsonText.Quote(text);
    }

    // One line break at either end belongs to the tags.
    private static string WithoutOuterBreaks(string value)
    {
        var text = value.StartsWith('\n') ? value[1..] : value;
        return text.EndsWith('\n') ? text[..^1] : text;
    }

    private static JsonElement? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
