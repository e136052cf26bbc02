using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MockUpstream.Json;
using MockUpstream.Linting;

namespace MockUpstream.Refusing;

/// <summary>Fills the body of a refusal with the members that match.</summary>
/// <remarks>
/// In a text, <c>$member</c> is the path (<c>messages[1].name</c>), <c>$dotted</c> the same with dots (<c>messages.1.name</c>),
/// <c>$name</c> its last member, <c>$value</c> the value (as JSON when it is the whole text), <c>$text</c> and <c>$texts</c> the words of
/// the first and of all that was found, <c>$index</c> and <c>$next</c> the message's place from 0 and the next one, <c>$role</c> and
/// <c>$after</c> roles, <c>$length</c> the number of characters, <c>$function</c> the name of a call or a tool, <c>$number</c> the first
/// index in the path. In a list, <c>$loc</c> stands for the steps of the path, and <c>{$each: …}</c> for one entry for each thing found;
/// <c>{$join: …}</c> is a text, one line for each.
/// </remarks>
internal static partial class RefusalBody
{
    public static ReadOnlyMemory<byte> Fill(JsonElement template, IReadOnlyList<RequestMatch> found) =>
        CompactJson.Write(json => Write(json, template, found, found[0]));

    /// <summary>Returns the sentence that a person reads: the first text of a message in a body, else the body.</summary>
    public static string ReadMessage(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        return Find(document.RootElement) ?? Encoding.UTF8.GetString(body.Span);
    }

    private static string? Find(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            json.Member("message").Text()
                ?? json.Member("msg").Text()
                ?? json.EnumerateObject().Select(static member => Find(member.Value)).FirstOrDefault(static text => text is not null),
        JsonValueKind.Array => json.EnumerateArray().Select(Find).FirstOrDefault(static text => text is not null),
        _ => null,
    };

    private static void Write(Utf8JsonWriter json, JsonElement template, IReadOnlyList<RequestMatch> found, RequestMatch one)
    {
        switch (template.ValueKind)
        {
            case JsonValueKind.Object when template.Member("$join").Text() is { } line:
                json.WriteStringValue(string.Join('\n', found.Select(match => Fill(line, found, match))));
                break;
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in template.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, found, one);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var element in template.EnumerateArray())
                {
                    WriteElement(json, element, found, one);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String when template.ValueEquals("$value"):
                WriteValue(json, one);
                break;
            case JsonValueKind.String:
                json.WriteStringValue(Fill(template.GetString()!, found, one));
                break;
            default:
                template.WriteTo(json);
                break;
        }
    }

    private static void WriteElement(Utf8JsonWriter json, JsonElement element, IReadOnlyList<RequestMatch> found, RequestMatch one)
    {
        if (element.Member("$each") is { ValueKind: not JsonValueKind.Undefined } each)
        {
            foreach (var match in found)
            {
                Write(json, each, found, match);
            }
        }
        else if (element.ValueKind == JsonValueKind.String && element.ValueEquals("$loc"))
        {
            WriteSteps(json, one);
        }
        else
        {
            Write(json, element, found, one);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, RequestMatch one)
    {
        if (one.Value.IsPresent())
        {
            one.Value.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>Writes the steps as pydantic does: the role of a message, which selects its type, follows the message's index.</summary>
    private static void WriteSteps(Utf8JsonWriter json, RequestMatch one)
    {
        var steps = ToDotted(one.Member).Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < steps.Length; index++)
        {
            if (int.TryParse(steps[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                json.WriteNumberValue(number);
                if (index == 1 && steps[0] == "messages" && one.Role.Length > 0 && steps.Length > 2 && steps[2] != "role")
                {
                    json.WriteStringValue(one.Role);
                }
            }
            else
            {
                json.WriteStringValue(steps[index]);
            }
        }
    }

    private static string Fill(string text, IReadOnlyList<RequestMatch> found, RequestMatch one) =>
        Word().Replace(text, word => word.Groups["name"].Value switch
        {
            "member" => one.Member,
            "dotted" => ToDotted(one.Member),
            "name" => one.Member[(one.Member.LastIndexOf('.') + 1)..],
            "value" =>
                one.Value.ValueKind == JsonValueKind.String ? one.Value.Text()! : one.Value.IsPresent() ? one.Value.GetRawText() : "null",
            "text" => TextOf(one),
            "texts" => string.Join(", ", found.Select(TextOf)),
            "index" => FormatNumber(one.Message ?? 0),
            "next" => FormatNumber((one.Message ?? 0) + 1),
            "role" => one.Role,
            "after" => one.After,
            "function" => ToolLint.NameOf(one.Value),
            "number" => Index().Match(one.Member).Groups["number"].Value,
            "length" => FormatNumber((one.Value.Text() ?? one.Words ?? "").Length),
            _ => word.Value,
        });

    private static string TextOf(RequestMatch one) =>
        one.Words ?? one.Value.Text() ?? (one.Value.IsPresent() ? one.Value.GetRawText() : "");

    private static string ToDotted(string member) => member.Replace('[', '.').Replace("]", "", StringComparison.Ordinal);

    private static string FormatNumber(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\[(?<number>\d+)\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();

    [GeneratedRegex(@"\$(?<name>[a-z]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
