using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Input;

/// <summary>Reads the content of messages and tool outputs into parts.</summary>
internal sealed class ContentReader(RequestCheck check, RelayPolicies policies)
{
    private int _unknown;

    /// <summary>Reads the content of a message: a string or a list of parts.</summary>
    /// <returns>Whether anything is left of the message: <see langword="false"/> if all its parts are of unknown types.</returns>
    public bool Read(JsonElement item, string path, ChatMessage message)
    {
        var before = _unknown;
        ReadContent(item, path, message);
        return message.Parts.Count > 0 || _unknown == before;
    }

    private void ReadContent(JsonElement item, string path, ChatMessage message)
    {
        if (!RequestCheck.TryGet(item, "content", out var content))
        {
            // An assistant message with calls may have no content. In other messages it is required.
            if (message.Role != "assistant")
            {
                check.ReportMissing($"{path}.content");
            }
        }
        else if (content.ValueKind == JsonValueKind.String)
        {
            message.Parts.Add(new TextPart(content.GetString()!));
        }
        else if (content.ValueKind == JsonValueKind.Array)
        {
            ReadParts(content, $"{path}.content", message);
            message.IsList = policies.ContentParts is ContentParts.List;
        }
        else
        {
            check.ReportWrongType($"{path}.content", RequestKind.Array, content);
        }
    }

    /// <summary>Reads the parts of a message or of a tool output.</summary>
    public void ReadParts(JsonElement parts, string path, ChatMessage message)
    {
        var index = 0;
        foreach (var part in parts.EnumerateArray())
        {
            if (ReadPart(part, $"{path}[{index++}]") is { } read)
            {
                message.Parts.Add(read);
            }
        }
    }

    private ChatPart? ReadPart(JsonElement part, string path)
    {
        if (part.ValueKind != JsonValueKind.Object)
        {
            check.ReportWrongType(path, RequestKind.Object, part);
            return null;
        }

        switch (check.ReadRequiredText(part, "type", path))
        {
            case "input_text" or "output_text" or "text":
                return new TextPart(check.ReadRequiredText(part, "text", path));
            case "refusal":
                return new TextPart(check.ReadRequiredText(part, "refusal", path));
            case "input_image" or "image_url":
                return ReadImage(part, path);
            case "input_file" when policies.Files is not Files.Refuse:
                return ReadFile(part, path);
            case "input_audio" when policies.Audio is Audio.Pass:
                return ReadAudio(part, path);
            case { Length: > 0 } type when policies is { UnknownItem: UnknownItem.Drop, NewerItems: NewerItems.Translate }
                && type is not ("input_file" or "input_audio"):
                check.Warn($"Content of type {RequestCheck.QuoteName(type)} was left out: it cannot be carried to this vendor.");
                _unknown++;
                return null;
            case var type:
                check.ReportUnsupported(
                    $"{path}.type", $"Content of type '{RequestCheck.Shorten(type)}' cannot be carried to this vendor.{Remedy(type)}");
                return null;
        }
    }

    private static string Remedy(string type) => type switch
    {
        "input_file" => " Send the text of the file, or set the policy files.",
        "input_audio" => " Send the words as text, or set the policy audio.",
        _ => "",
    };

    private ImagePart? ReadImage(JsonElement part, string path)
    {
        if (policies.Images is Images.Drop)
        {
            check.Warn("Images were left out.");
            return null;
        }

        if (RequestCheck.TryGet(part, "file_id", out _))
        {
            check.ReportUnsupported($"{path}.file_id", "The vendor does not know files kept elsewhere; send the image as image_url.");
            return null;
        }

        // The nested shape of Chat Completions is accepted too, because many clients send it by mistake.
        if (RequestCheck.TryGet(part, "image_url", out var nested) && nested.ValueKind == JsonValueKind.Object)
        {
            return new ImagePart(
                check.ReadRequiredText(nested, "url", $"{path}.image_url"), check.ReadText(nested, "detail", $"{path}.image_url"));
        }

        return new ImagePart(check.ReadRequiredText(part, "image_url", path), check.ReadText(part, "detail", path));
    }

    private FilePart? ReadFile(JsonElement part, string path)
    {
        var id = check.ReadText(part, "file_id", path);
        var content = check.ReadText(part, "file_data", path);
        if (id is null && content is null)
        {
            content = ReadFileUrl(part, path);
        }

        return new FilePart(id, content, check.ReadText(part, "filename", path));
    }

    private string? ReadFileUrl(JsonElement part, string path)
    {
        var url = check.ReadText(part, "file_url", path);
        if (url is null)
        {
            check.ReportMissing($"{path}.file_data");
        }
        else if (policies.Files is not Files.FileOrUrl)
        {
            check.ReportUnsupported($"{path}.file_url", "The vendor does not fetch files; send the file as file_data.");
        }

        return url;
    }

    private AudioPart? ReadAudio(JsonElement part, string path)
    {
        if (check.ReadOptional(part, "input_audio", path, RequestKind.Object) is { } audio)
        {
            return new AudioPart(audio);
        }

        check.ReportMissing($"{path}.input_audio");
        return null;
    }
}
