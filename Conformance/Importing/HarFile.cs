using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Importing;

/// <summary>The entries of a HAR file whose request goes to the Responses API.</summary>
internal static class HarFile
{
    /// <summary>Returns one entry, or all that hold a response.</summary>
    /// <exception cref="UnreadableFileException">The file has no answer.</exception>
    public static IReadOnlyList<SavedAnswer> Read(string name, JsonElement har, int? entry)
    {
        var entries = har.Member("log").Member("entries").Elements();
        var wanted = Enumerable.Range(1, entries.Count).Where(number => IsOfTheApi(entries[number - 1])).ToList();
        if (entry is { } one)
        {
            return wanted.Contains(one)
                ? [ReadAnswer(name, entries[one - 1], one) ?? throw WithoutBody(name, [one])]
                : throw new UnreadableFileException($"Entry {one} of {name} is no request to "
                    + $"…/responses; {(wanted.Count == 0 ? "the file has none" : $"those are: {FormatNumbers(wanted)}")}.");
        }

        if (wanted.Count == 0)
        {
            throw new UnreadableFileException(string.Create(
                CultureInfo.InvariantCulture, $"{name} has {entries.Count} entries and none of them is a request to …/responses."));
        }

        var answers = wanted.Select(number => ReadAnswer(name, entries[number - 1], number)).OfType<SavedAnswer>().ToList();
        return answers.Count > 0 ? answers : throw WithoutBody(name, wanted);
    }

    private static UnreadableFileException WithoutBody(string name, List<int> entries) =>
        new($"{name} holds no body for entry {FormatNumbers(entries)}: browsers leave out bodies of streams, so save the answer with "
            + $"`curl -N -o FILE`.");

    private static string FormatNumbers(IEnumerable<int> numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private static bool IsOfTheApi(JsonElement entry) =>
        PathOf(entry) is { } path && path.Split('/') is [.., "responses"] or [.., "responses", _];

    private static string? PathOf(JsonElement entry) =>
        Uri.TryCreate(entry.Member("request").Member("url").Text(), UriKind.Absolute, out var url) ? url.AbsolutePath.TrimEnd('/') : null;

    private static SavedAnswer? ReadAnswer(string name, JsonElement entry, int number)
    {
        var response = entry.Member("response");
        if (BodyOf(response.Member("content")) is not { } body)
        {
            return null;
        }

        // The query is left out: some relays take a key there.
        var line = $"{entry.Member("request").Member("method").Text() ?? "POST"} {PathOf(entry)}";
        var headers = ReadHeaders(response);
        var head = new HttpHead((int)(response.Member("status").Integer() ?? 200), headers, 0);
        var title = string.Create(CultureInfo.InvariantCulture, $"{name}, entry {number}: {line}");
        var type = head.GetHeader("content-type") ?? response.Member("content").Member("mimeType").Text();
        var isStream = type?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) ?? !SavedFile.LooksLikeJson(body.Span);
        var answer = isStream ? SavedFile.ReadStream(title, body, 0, head) : SavedFile.ReadBody(title, body, head);
        return answer with { Lines = null, RequestLine = line, Request = RequestOf(entry), Keys = ListKeys(entry) };
    }

    private static ReadOnlyMemory<byte>? BodyOf(JsonElement content)
    {
        if (content.Member("text").Text() is not { Length: > 0 } text)
        {
            return null;
        }

        if (content.Member("encoding").Text() != "base64")
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes.AsMemory(0, length) : null;
    }

    private static List<KeyValuePair<string, string>> ReadHeaders(JsonElement message) =>
    [
        .. message.Member("headers").Elements()
            .Select(header => KeyValuePair.Create((header.Member("name").Text()
                ?? "").ToLowerInvariant(), header.Member("value").Text() ?? ""))
            .Where(header => header.Key.Length > 0),
    ];

    private static JsonElement RequestOf(JsonElement entry) =>
        SavedJson.Parse(entry.Member("request").Member("postData").Member("text").Text()
            ?? "null") is { ValueKind: JsonValueKind.Object } request ? request : SavedJson.Parse("null");

    private static List<string> ListKeys(JsonElement entry) =>
    [
        .. ReadHeaders(entry.Member("request")).Where(header => header.Key is "authorization" or "x-api-key" or "api-key")
            .Select(header => header.Value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
                ? header.Value["Bearer ".Length..].Trim()
                : header.Value)
            .Where(key => key.Length >= 8 && !key.Contains('*', StringComparison.Ordinal)),
    ];
}
