using System.Text;
using System.Text.Json;
using Relay.Contract;
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

    /// <summary>
    /// <c>&lt;|tool_call_begin|&gt;functions.name:0&lt;|tool_call_argument_begin|&gt;{…}&lt;|tool_call_end|&gt;</c>, any number of them.
    /// </summary>
    public List<MarkupCall>? ReadKimi(string inside)
    {
        var rest = new MarkupText(inside);
        var calls = new List<MarkupCall>();
        while (!rest.IsOver)
        {
            if (rest.ReadBetween("<|tool_call_begin|>", "<|tool_call_argument_begin|>") is not { } name
                || rest.ReadBetween("", "<|tool_call_end|>") is not { } arguments
                || CreateCall(name, arguments.Trim()) is not { } call)
            {
                return null;
            }

            calls.Add(call);
        }

        return calls.Count > 0 ? calls : null;
    }

    /// <summary>
    /// <c>functions.name &lt;|constrain|&gt;json&lt;|message|&gt;{…}</c>, with or without the marks, and perhaps more of them.
    /// </summary>
    public List<MarkupCall>? ReadHarmony(string inside)
    {
        var calls = new List<MarkupCall>();
        var rest = inside;
        while (rest.Length > 0)
        {
            var brace = rest.IndexOf('{', StringComparison.Ordinal);
            if (brace < 0 || ReadObject(rest[brace..]) is not { } arguments || GetHarmonyName(rest[..brace]) is not { } name
                || CreateCall(name, arguments) is not { } call)
            {
                return null;
            }

            calls.Add(call);
            rest = rest[(brace + arguments.Length)..].Trim();
            foreach (var end in HarmonyEnds)
            {
                rest = rest.StartsWith(end, StringComparison.Ordinal) ? rest[end.Length..].Trim() : rest;
            }

            if (rest.Length > 0 && !rest.StartsWith("commentary to=", StringComparison.Ordinal))
            {
                return null;
            }

            rest = rest.Length > 0 ? rest["commentary to=".Length..] : rest;
        }

        return calls.Count > 0 ? calls : null;
    }

    /// <summary><c>[{"name": …, "arguments": {…}}]</c>, or <c>name[ARGS]{…}</c>, any number of them.</summary>
    public List<MarkupCall>? ReadMistral(string inside)
    {
        var calls = new List<MarkupCall>();
        foreach (var part in inside.Split("[TOOL_CALLS]", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var read = part.StartsWith('[') || part.StartsWith('{') ? ReadList(part) : ReadNamed(part);
            if (read is null)
            {
                return null;
            }

            calls.AddRange(read);
        }

        return calls.Count > 0 ? calls : null;
    }

    private static readonly string[] HarmonyEnds = ["<|call|>", "<|end|>", "<|start|>", "assistant", "<|channel|>"];

    // What stands between the name and the arguments.
    private static string? GetHarmonyName(string head)
    {
        var name = head.Trim();
        var end = name.IndexOfAny([' ', '<', '\n']);
        return end == 0 ? null : end < 0 ? name : name[..end];
    }

    private List<MarkupCall>? ReadList(string part)
    {
        if (Parse(part) is not { } list)
        {
            return null;
        }

        var calls = new List<MarkupCall>();
        foreach (var element in list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().ToList() : [list])
        {
            if (ReadJson(element.GetRawText()) is not { } call)
            {
                return null;
            }

            calls.AddRange(call);
        }

        return calls;
    }

    private List<MarkupCall>? ReadNamed(string part)
    {
        var mark = part.IndexOf("[ARGS]", StringComparison.Ordinal);
        var brace = part.IndexOf('{', StringComparison.Ordinal);
        if (brace < 0)
        {
            return null;
        }

        var name = part[..(mark >= 0 && mark < brace ? mark : brace)];
        var id = name.IndexOf("[CALL_ID]", StringComparison.Ordinal);
        return CreateCall(id < 0 ? name : name[..id], part[brace..]) is { } call ? [call] : null;
    }

    private MarkupCall? CreateCall(string name, string arguments)
    {
        var known = declared.Contains(name) ? name : VendorToolName.Find(name, declared.Contains);
        return known is not null && Parse(arguments) is { ValueKind: JsonValueKind.Object } ? new MarkupCall(known, arguments) : null;
    }

    /// <summary>Returns the JSON object that a text starts with.</summary>
    private static string? ReadObject(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, new JsonReaderState(VendorJsonOptions.Reader));
        try
        {
            return reader.Read() && reader.TrySkip() ? Encoding.UTF8.GetString(bytes.AsSpan(0, (int)reader.BytesConsumed)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
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
