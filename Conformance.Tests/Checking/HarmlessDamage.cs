using System.Text.RegularExpressions;

namespace Conformance.Tests.Checking;

/// <summary>A damage that no rule finds, and need not.</summary>
/// <param name="Pattern">A regular expression for its name.</param>
/// <param name="Because">Why it harms nobody.</param>
internal sealed record HarmlessDamage(string Pattern, string Because)
{
    /// <summary>The streams in which it is harmless; empty for all.</summary>
    public IReadOnlyList<string> Streams { get; init; } = [];

    /// <summary>The reviewed list.</summary>
    public static IReadOnlyList<HarmlessDamage> All { get; } =
    [
        new("remove response[.]in_progress", "A liberty: the event may be left out, and no client misses it."),
        new("remove \\[DONE\\]", "A liberty: OpenAI's own service sends no marker."),
        new("null error (error[.])?code", "A liberty: the code of an error may be null where OpenAI has none."),
        new("remove error", "A liberty: `response.failed` alone says the same."),
        new(
            "move response[.](output_item[.](added|done)|function_call_arguments[.]delta) to the next place",
            "A liberty: items that are open at once may interleave, and each keeps its own order.")
            {
                Streams = ["parallel-calls", "reasoning-summary", "reasoning-text"],
            },
        new(
            "(remove|double) response[.]function_call_arguments[.]delta",
            "The call is never done, so its arguments are nowhere whole and no client runs it.") { Streams = ["failed"] },
        new("move response[.]output_text[.](delta|annotation[.]added) to the next place", "An annotation may stand anywhere among the "
            + "deltas of its part; its indexes say what it is about.") { Streams = ["annotations"] },
        new(
            "null response[.][a-z_]+ response[.](metadata|reasoning)",
            "OpenAI's types allow null, and the request asked for nothing there."),
        new("(remove|null) response[.]function_call_arguments[.]done name", "OpenAI's newest types do not have the member."),
        new(
            "(remove|null) response[.]output_item[.]added item[.](status|content)",
            "OpenAI's own reasoning items have neither when they are added, and its types leave the status of a custom call optional.")
        {
            Streams = ["reasoning-summary", "reasoning-text", "custom-call"],
        },
        new("null response[.](completed|incomplete) response[.]completed_at", "Both contracts allow null; no client reads the time."),
        new(
            "null response[.](completed|incomplete|failed) response[.]usage",
            "A liberty: the upstream of these streams sent no count of tokens, or the response failed.")
        {
            Streams = ["refusal", "reasoning-text", "parallel-calls", "custom-call", "failed", "annotations"],
        },
        new(
            "remove response[.][a-z_]+ response[.](reasoning[.](effort|summary)|text[.]format|user)",
            "OpenAI's types leave the member optional, Open Responses too, and the request asked for nothing there."),
    ];

    /// <summary>Whether it is this damage.</summary>
    public bool Covers(string stream, StreamDamage damage) =>
        (Streams.Count == 0 || Streams.Contains(stream))
            && Regex.IsMatch(damage.Name, $"^({Pattern})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
