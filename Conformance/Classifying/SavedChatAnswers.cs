using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Importing;
using Conformance.Reading;

namespace Conformance.Classifying;

/// <summary>The answers of a vendor in a saved file: a stream or a body, with or without its HTTP headers, or a HAR file.</summary>
public static class SavedChatAnswers
{
    /// <summary>Returns each answer with its quirks.</summary>
    /// <exception cref="UnreadableFileException">The bytes hold no answer.</exception>
    public static IReadOnlyList<ClassifiedAnswer> Classify(string name, ReadOnlyMemory<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(name);

        RefuseForeign(name, bytes.Span);
        var head = HttpHead.Read(bytes.Span);
        if (head is null && VendorJson.Parse(bytes.Span) is { } json && json.Member("log").Member("entries").IsArray())
        {
            return OfHar(name, json);
        }

        var start = head?.Length ?? 0;
        var lines = new LineIndex(bytes);
        var stream = new UpstreamStream { Status = head?.Status ?? 200, Headers = head?.Headers, Body = bytes[start..] };
        return [new ClassifiedAnswer(
            name,
            stream,
            QuirkClassifier.Classify(stream),
            offset => string.Create(CultureInfo.InvariantCulture, $"{name}:{lines.LineAt(start + offset)}"))];
    }

    private static List<ClassifiedAnswer> OfHar(string name, JsonElement har)
    {
        List<ClassifiedAnswer> answers = [];
        foreach (var (number, entry) in har.Member("log").Member("entries").Elements().Index())
        {
            var response = entry.Member("response");
            if (!IsOfTheApi(entry) || BodyOf(response.Member("content")) is not { } body)
            {
                continue;
            }

            var stream = new UpstreamStream
            {
                Status = (int)(response.Member("status").Integer() ?? 200),
                Headers = [.. response.Member("headers").Elements().Select(static header => KeyValuePair.Create(
                    (header.Member("name").Text() ?? "").ToLowerInvariant(), header.Member("value").Text() ?? ""))
                    .Where(static header => header.Key is not "content-encoding")],
                Body = body,
                Request = VendorJson.Parse(entry.Member("request").Member("postData").Member("text").Text() ?? ""),
            };
            var title = string.Create(CultureInfo.InvariantCulture, $"{name}, entry {number + 1}");
            answers.Add(new ClassifiedAnswer(
                title,
                stream,
                QuirkClassifier.Classify(stream),
                offset => string.Create(CultureInfo.InvariantCulture, $"{title}, byte {offset}")));
        }

        return answers.Count > 0 ? answers : throw new UnreadableFileException(
            $"{name} holds no answer of …/chat/completions with its body: save the answer with `curl -iN -o FILE`.");
    }

    private static bool IsOfTheApi(JsonElement entry) =>
        Uri.TryCreate(entry.Member("request").Member("url").Text(), UriKind.Absolute, out var url)
            && url.AbsolutePath.TrimEnd('/').EndsWith("/chat/completions", StringComparison.Ordinal);

    private static byte[]? BodyOf(JsonElement content)
    {
        if (content.Member("text").Text() is not { Length: > 0 } text)
        {
            return null;
        }

        if (content.Member("encoding").Text() is not "base64")
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static void RefuseForeign(string name, ReadOnlySpan<byte> bytes)
    {
        var problem = bytes switch
        {
            _ when bytes.TrimStart(" \t\r\n"u8).IsEmpty => "is empty: save the answer with `curl -iN -o FILE`.",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] =>
                "is UTF-16 text, which PowerShell's `>` writes: save the answer with `curl -iN -o FILE`.",
            [0x1F, 0x8B, ..] => "is compressed with gzip: unpack it, or ask curl for `--compressed`.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new UnreadableFileException($"{name} {problem}");
        }
    }
}
