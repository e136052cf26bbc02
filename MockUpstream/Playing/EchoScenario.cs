using System.Text.Json;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>Makes the case that answers with the client's own words, for requests that match no other (<c>--fallback echo</c>).</summary>
internal static class EchoScenario
{
    /// <summary>The key under which it stands in records.</summary>
    public const string Key = "echo";

    private static readonly SourcePlace Nowhere = new("(echo)", 1, 1);

    /// <summary>Returns a case whose one answer streams the words of a text, one a chunk.</summary>
    /// <param name="text">The text of the last user message; <see langword="null"/> or empty if the request has none.</param>
    public static Scenario Create(string? text)
    {
        List<UpstreamStep> steps = [];
        foreach (var word in SplitWords(string.IsNullOrEmpty(text) ? "(no text)" : text))
        {
            steps.Add(new TextStep(word) { Place = Nowhere, Text = "text", Number = steps.Count + 1 });
        }

        var words = steps.Count;
        steps.Add(new FinishStep(JsonElement.Parse("\"stop\"")) { Place = Nowhere, Text = "finish: stop", Number = steps.Count + 1 });
        steps.Add(new UsageStep(words, words, null, null, OnFinish: false) { Place = Nowhere, Text = "usage", Number = steps.Count + 1 });
        steps.Add(new DoneStep("[DONE]") { Place = Nowhere, Text = "done", Number = steps.Count + 1 });
        return new Scenario
        {
            Id = Key,
            Title = "The text of the client is returned",
            Level = Level.Info,
            Turns = [new Turn(
                new ClientRequest { Body = JsonElement.Parse("{}") },
                [new Exchange { Steps = steps, Place = Nowhere }],
                new Expectation(),
                Nowhere)],
            Place = Nowhere,
            Source = "",
        };
    }

    /// <summary>Returns the words with the blanks before them, so that joined they are the text.</summary>
    private static IEnumerable<string> SplitWords(string text)
    {
        var start = 0;
        for (var at = 1; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at]) && !char.IsWhiteSpace(text[at - 1]))
            {
                yield return text[start..at];
                start = at;
            }
        }

        yield return text[start..];
    }
}
