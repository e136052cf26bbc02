using System.Text.Json;

namespace Relay.Requests;

/// <summary>Reads the content of messages and tool outputs into parts.</summary>
internal sealed class ContentReader(RequestCheck check)
{
    /// <summary>Reads a message's content: a string, or parts.</summary>
    public void Read(JsonElement item, string path, ChatMessage message)
    {
        if (!RequestCheck.Has(item, "content", out var content))
        {
            // An assistant that only called tools has none; for others it is forgotten.
            if (message.Role != "assistant")
            {
                check.Missing($"{path}.content");
            }
        }
        else if (content.ValueKind == JsonValueKind.String)
        {
            message.Parts.Add(new ChatPart(content.GetString()!));
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            ReadParts(content, $"{path}.content", message);
        }
        else
        {
            check.WrongType($"{path}.content", RequestKind.Array, content);
        }
    }

    /// <summary>Reads a tool's output of parts.</summary>
    public void ReadOutput(JsonElement parts, string path, ChatMessage message) => ReadParts(parts, path, message);

    private void ReadParts(JsonElement parts, string path, ChatMessage message)
    {
        var index = 0;
        foreach (var part in parts.EnumerateArray())
        {
            ReadPart(part, $"{path}[{index++}]", message);
        }
    }

    private void ReadPart(JsonElement part, string path, ChatMessage message)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            check.WrongType(path, RequestKind.Object, part);
            return;
        }

        switch (check.RequiredText(part, "type", path))
        {
            case "input_text" or "output_text" or "text":
                message.Parts.Add(new ChatPart(check.RequiredText(part, "text", path)));
                break;
            case "refusal":
                message.Parts.Add(new ChatPart(check.RequiredText(part, "refusal", path)));
                break;
            case "input_image":
                ReadImage(part, path, message);
                break;
            case var type:
                check.Unsupported($"{path}.type", $"Content of type '{type}' cannot be carried to this vendor.");
                break;
        }
    }

    private void ReadImage(JsonElement part, string path, ChatMessage message)
    {
        if (RequestCheck.Has(part, "file_id", out _))
        {
            check.Unsupported($"{path}.file_id", "The vendor does not know files kept elsewhere; send the image as image_url.");
            return;
        }

        message.Parts.Add(new ChatPart("", check.RequiredText(part, "image_url", path), check.Text(part, "detail", path)));
    }
}
