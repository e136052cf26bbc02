using System.Text;
using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Classifying.Streams;

/// <summary>One frame that has data.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Index">The frame's number in the body.</param>
/// <param name="Data">The data, lines joined.</param>
/// <param name="Json">The data as JSON; JSON's absent value when it is not JSON.</param>
/// <param name="Name">The event field.</param>
/// <param name="Id">The id field.</param>
internal sealed record StreamEvent(FrameSpan Frame, int Index, string Data, JsonElement Json, string? Name, string? Id)
{
    /// <summary>Whether the data is <c>[DONE]</c> or what vendors send in its place.</summary>
    public bool IsSentinel => Data.Trim().Trim('[', ']').Equals("done", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the data is the sentinel as OpenAI sends it.</summary>
    public bool IsPlainSentinel => Data == "[DONE]";

    /// <summary>Whether the data is an object with an error.</summary>
    public bool IsError =>
        Json.Member("error").HasValue() || (Json.Member("object").Text() is "error") || (Name is "error" && Json.IsObject());

    /// <summary>The offset of the frame.</summary>
    public int Offset => Frame.Start;

    /// <summary>Reads a frame; <see langword="null"/> when it has no data.</summary>
    public static StreamEvent? Read(ReadOnlySpan<byte> body, FrameSpan frame, int index)
    {
        string? data = null;
        string? name = null;
        string? id = null;
        foreach (var line in frame.Lines)
        {
            var value = line.HasColon ? Encoding.UTF8.GetString(body[line.ValueStart..line.End]) : "";
            switch (line.Field)
            {
                case "data":
                    data = data is null ? value : $"{data}\n{value}";
                    break;
                case "event":
                    name = value;
                    break;
                case "id":
                    id = value;
                    break;
            }
        }

        return data is null ? null : new StreamEvent(frame, index, data, VendorJson.Parse(data), name, id);
    }
}
