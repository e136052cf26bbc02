using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>One event of an answer.</summary>
/// <param name="Type">The name of the event.</param>
/// <param name="Json">The data.</param>
internal sealed record ReadEvent(string Type, JsonElement Json)
{
    private static readonly string[] Terminals = ["response.completed", "response.incomplete", "response.failed"];

    /// <summary>Whether the event ends a response.</summary>
    public bool IsTerminal => Terminals.Contains(Type);
}

/// <summary>The events of a stream, read as strictly as the relay has to write them.</summary>
internal sealed partial record ReadEvents
{
    private const string Marker = "data: [DONE]";

    /// <summary>The events in order.</summary>
    public required IReadOnlyList<ReadEvent> Events { get; init; }

    /// <summary>Whether the stream ends with the marker.</summary>
    public bool IsMarked { get; init; }

    /// <summary>Parts of the body that are not valid events; empty if the stream is valid.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The events that end the response.</summary>
    public IReadOnlyList<ReadEvent> Terminals => [.. Events.Where(static each => each.IsTerminal)];

    /// <summary>Reads a stream.</summary>
    public static ReadEvents Read(ReadOnlySpan<byte> body)
    {
        List<string> faults = [];
        List<ReadEvent> events = [];
        var isMarked = false;
        var text = Decode(body, faults);
        if (text.Length > 0 && !text.EndsWith("\n\n", StringComparison.Ordinal))
        {
            faults.Add("the last event has no blank line");
        }

        foreach (var frame in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (isMarked)
            {
                faults.Add($"something behind the marker: {frame}");
            }
            else if (frame == Marker)
            {
                isMarked = true;
            }
            else if (frame[0] != ':')
            {
                ReadFrame(frame, events, faults);
            }
        }

        return new ReadEvents { Events = events, IsMarked = isMarked, Faults = faults };
    }

    /// <summary>Returns JSON without ids, times and encrypted contents, which differ between two equal answers.</summary>
    public static string Scrub(string json) =>
        Sealed().Replace(Times().Replace(Ids().Replace(json, "${kind}_"), "${name}0"), "${name}\"\"");

    private static string Decode(ReadOnlySpan<byte> body, List<string> faults)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(body);
        }
        catch (DecoderFallbackException)
        {
            faults.Add("invalid UTF-8");
            return Encoding.UTF8.GetString(body);
        }
    }

    private static void ReadFrame(string frame, List<ReadEvent> events, List<string> faults)
    {
        var lines = frame.Split('\n');
        if (lines is not [var name, var data] || frame.Contains('\r')
            || !name.StartsWith("event: ", StringComparison.Ordinal) || !data.StartsWith("data: ", StringComparison.Ordinal))
        {
            faults.Add($"no frame of an event: {frame}");
            return;
        }

        try
        {
            var json = JsonElement.Parse(data["data: ".Length..], new JsonDocumentOptions { MaxDepth = 4096 });
            var type = name["event: ".Length..];
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("type", out var said) || said.GetString() != type)
            {
                faults.Add($"an event whose name is not its type: {frame}");
            }

            events.Add(new ReadEvent(type, json));
        }
        catch (JsonException)
        {
            faults.Add($"data that is no JSON: {frame}");
        }
    }

    [GeneratedRegex("(?<kind>\\b[a-z]{2,5})_[0-9a-f]{24}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Ids();

    [GeneratedRegex("(?<name>\"(created|completed)_at\":)[0-9]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Times();

    [GeneratedRegex("(?<name>\"encrypted_content\":)\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Sealed();
}
