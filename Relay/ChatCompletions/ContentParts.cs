using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Specifies the kinds of parts of a content array or of <c>reasoning_details</c>.</summary>
internal enum PartKind
{
    Text,
    Reasoning,
    Refusal,
    Other,
}

/// <summary>Represents a part with its escaped text.</summary>
internal readonly record struct ContentPart(PartKind Kind, byte[] Token);

/// <summary>Reads content that is not a string (Q51, Q52, Q66, Q69). This is rare, so parts are copied.</summary>
internal static class ContentParts
{
    /// <summary>Returns the parts of an array or object that have text.</summary>
    public static List<ContentPart> Read(JsonSlice value, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(value.In(payload));
        var parts = new List<ContentPart>();
        Collect(document.RootElement, PartKind.Text, parts);
        return parts;
    }

    /// <summary>Returns the joined text of a <c>reasoning</c> object or of <c>reasoning_details</c>.</summary>
    public static byte[] ReadReasoning(JsonSlice value, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(value.In(payload));
        var parts = new List<ContentPart>();
        Collect(document.RootElement, PartKind.Reasoning, parts);
        return [.. parts.Where(part => part.Kind is PartKind.Reasoning).SelectMany(part => part.Token)];
    }

    private static void Collect(JsonElement value, PartKind kind, List<ContentPart> parts)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when value.GetString() is { Length: > 0 } text:
                parts.Add(new ContentPart(kind, JsonText.Encode(text).ToArray()));
                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Collect(element, kind, parts);
                }

                break;
            case JsonValueKind.Object:
                CollectObject(value, GetKind(value, kind), parts);
                break;
            default:
                break;
        }
    }

    private static void CollectObject(JsonElement part, PartKind kind, List<ContentPart> parts)
    {
        if (kind is PartKind.Other)
        {
            parts.Add(new ContentPart(kind, []));
            return;
        }

        // The first present member is used: text before content (Q66).
        string[] members = kind is PartKind.Refusal ? ["refusal"] : ["text", "content", "thinking", "reasoning", "summary"];
        foreach (var member in members)
        {
            if (part.TryGetProperty(member, out var text) && text.ValueKind is JsonValueKind.String or JsonValueKind.Array)
            {
                Collect(text, kind, parts);
                return;
            }
        }
    }

    private static PartKind GetKind(JsonElement part, PartKind inherited)
    {
        if (!part.TryGetProperty("type", out var type) || type.ValueKind is not JsonValueKind.String)
        {
            return inherited;
        }

        return type.GetString() switch
        {
            "text" or "output_text" => inherited,
            "thinking" or "reasoning" or "reasoning.text" or "reasoning.summary" or "summary_text" or "reasoning_text" =>
                PartKind.Reasoning,
            "refusal" => PartKind.Refusal,
            _ => PartKind.Other,
        };
    }
}
