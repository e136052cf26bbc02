using System.Text;
using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Reads the images of an answer (Q63): <c>images: [{image_url: {url: "data:image/png;base64,…"}}]</c> and similar shapes.
/// </summary>
internal static class ImageReader
{
    /// <summary>Returns the images in base64; <see langword="null"/> for one that is a URL or no image.</summary>
    public static List<byte[]?> Read(JsonSlice images, ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(images.In(payload));
        return [.. document.RootElement.EnumerateArray().Select(ReadBase64)];
    }

    private static byte[]? ReadBase64(JsonElement image)
    {
        if (image.ValueKind is JsonValueKind.Object && GetText(image, "b64_json") is { } plain)
        {
            return DecodeValid(plain);
        }

        var url = image.ValueKind is not JsonValueKind.Object ? null
            : image.TryGetProperty("image_url", out var inner) && inner.ValueKind is JsonValueKind.Object ? GetText(inner, "url")
            : GetText(image, "image_url") ?? GetText(image, "url");
        var start = url?.IndexOf(";base64,", StringComparison.OrdinalIgnoreCase) ?? -1;
        return start > 0 && url!.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? DecodeValid(url[(start + ";base64,".Length)..])
            : null;
    }

    private static byte[]? DecodeValid(string base64)
    {
        var bytes = Encoding.UTF8.GetBytes(base64);
        return bytes.Length > 0 && System.Buffers.Text.Base64.IsValid(bytes) && !bytes.AsSpan().ContainsAny(" \r\n\t"u8) ? bytes : null;
    }

    private static string? GetText(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
