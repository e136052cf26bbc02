using System.Globalization;
using System.Text.RegularExpressions;
using Conformance.Capturing;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Scripting;

/// <summary>Derives the expected result of a recorded answer. Where relays may differ, a <c>TODO:</c> asks a person to decide.</summary>
internal static class ExpectText
{
    private const string FailedBeforeAnyOutput = """
          http: {status: 502}
          or:
            - grade: equal
              because: relays differ in the status, and one whose headers are out can only fail on the stream
              http: {status: $any}
          upstream: {requests: {min: 1, max: 5}}

        """;

    /// <summary>Returns the lines below <c>expect:</c>.</summary>
    public static string Write(CapturedExchange exchange, StreamReading reading)
    {
        if (exchange.Status is >= 300 and < 400)
        {
            return FormatPlaceholder("the vendor redirects");
        }

        if (exchange.Status is >= 400 and var status)
        {
            // Relays try some refusals again.
            var again = status is 408 or 409 or 429 or >= 500 ? "  upstream: {requests: {min: 1, max: 5}}\n" : "";
            return string.Create(CultureInfo.InvariantCulture, $"  http: {{status: {status}}}\n{again}");
        }

        if (exchange.End is CaptureEnd.ClientGone)
        {
            return FormatPlaceholder("the client went away before the answer ended");
        }

        var answer = FoldedAnswer.Of(reading);
        var isBroken = exchange.End is not CaptureEnd.Clean;
        if (answer.HasError || (isBroken && answer.Reason is null))
        {
            return reading.HasOutput ? "  final: {status: failed}\n" : FailedBeforeAnyOutput;
        }

        return answer.IsPlain ? FormatOutcome(answer) : FormatPlaceholder("relays may read this answer in several ways");
    }

    private static string FormatOutcome(FoldedAnswer answer)
    {
        List<string> words = answer.Reason switch
        {
            "stop" or "tool_calls" or "function_call" => ["status: completed"],
            "length" => ["status: incomplete", "incomplete: max_output_tokens"],
            "content_filter" => ["status: incomplete", "incomplete: content_filter"],
            _ => [],
        };
        if (words.Count == 0)
        {
            return FormatPlaceholder(answer.Reason is null
                ? "the answer ends without a finish reason"
                : $"the finish reason is {answer.Reason}");
        }

        if (answer.Text.Length > 0 && !string.IsNullOrWhiteSpace(answer.Text))
        {
            words.Add($"text: {FormatPattern(answer.Text)}");
        }

        if (answer.Calls.Count > 0 && answer.Reason is not "length")
        {
            var calls = answer.Calls.Select(static call =>
            {
                var arguments = ScenarioYaml.FormatFlow(VendorJson.Parse(call.Arguments));
                return $"{{name: {FormatPattern(call.Name!)}, arguments: {{$json: {arguments}}}}}";
            });
            words.Add($"calls: [{string.Join(", ", calls)}]");
        }

        if (answer.Usage.Member("prompt_tokens").Integer() is { } input and >= 0
            && answer.Usage.Member("completion_tokens").Integer() is { } output and >= 0)
        {
            words.Add(string.Create(CultureInfo.InvariantCulture, $"usage: {{input_tokens: {input}, output_tokens: {output}}}"));
        }

        return $"  final: {{{string.Join(", ", words)}}}\n";
    }

    /// <summary>Returns text as a pattern. Text that begins like a name is compared literally.</summary>
    private static string FormatPattern(string text) =>
        text is ['$', var next, ..] && char.IsLetter(next) ? $"{{$match: {ScenarioYaml.FormatScalar($"\\A{Regex.Escape(text)}\\z")}}}"
        : text.StartsWith("TODO:", StringComparison.Ordinal) ? $"{{$match: {ScenarioYaml.FormatScalar($"\\A{Regex.Escape(text)}\\z")}}}"
        : ScenarioYaml.FormatScalar(text);

    private static string FormatPlaceholder(string why) =>
        $"  final: {{text: {ScenarioYaml.FormatScalar($"TODO: {why}; say what must come out")}}}\n";
}
