using System.Globalization;
using System.Text;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Probing;

/// <summary>
/// Writes the page of a probe as Markdown: the questions, the quirks found, the refusals with their words, and the settings of the bundled
/// relay that follow. Pure.
/// </summary>
internal static class ProbePage
{
    private const int MostExample = 160;

    /// <summary>Writes the page.</summary>
    /// <param name="title">The vendor's name for people.</param>
    /// <param name="from">The address that was asked.</param>
    /// <param name="model">The model that was asked for.</param>
    /// <param name="at">The time.</param>
    /// <param name="answers">The answers in the order of the questions.</param>
    /// <param name="refusesStreamOptions">The vendor's words when it refused <c>stream_options</c>.</param>
    /// <param name="vocabulary">The titles of the quirks.</param>
    public static string Write(
        string title,
        string from,
        string model,
        DateTimeOffset at,
        IReadOnlyList<ProbeAnswer> answers,
        string? refusesStreamOptions,
        Vocabulary vocabulary)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"# {PlainText.EscapeMarkdown(title)}\n\nAsked {at:yyyy-MM-dd HH:mm} UTC "
            + $"at {PlainText.EscapeMarkdown(from)} for the model {PlainText.EscapeMarkdown(model)}, by `relayconf probe`.\n");
        WriteQuestions(page, answers);
        WriteQuirks(page, answers, vocabulary);
        WriteRefusals(page, answers, refusesStreamOptions);
        WriteSettings(page, RelayAdvice.Derive(answers, refusesStreamOptions));
        return page.ToString();
    }

    /// <summary>Returns the word for an outcome.</summary>
    public static string FormatWord(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Answered => "answered",
        ProbeOutcome.Refused => "refused",
        ProbeOutcome.Broken => "broken",
        _ => "not reached",
    };

    private static void WriteQuestions(StringBuilder page, IReadOnlyList<ProbeAnswer> answers)
    {
        page.Append("\n## Questions\n\n| Question | Outcome | Status | First byte | Whole answer | Reads | Quirks | Recording |\n| --- | "
            + "--- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var answer in answers)
        {
            var exchange = answer.Exchange;
            var quirks = string.Join(' ', answer.Recorded?.Sightings.Select(static one => one.Quirk) ?? []);
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {answer.Question.Title} | {FormatWord(answer.Outcome)} | {(exchange?.Status is { } status ? status : "")} "
                    + $"| {(exchange?.Reads is [var first, ..] ? FormatTime(first.At) : "")} "
                    + $"| {(exchange is null ? "" : FormatTime(exchange.EndedAt))} "
                    + $"| {(exchange is null ? "" : exchange.Reads.Count)} | {quirks} "
                    + $"| {(answer.Recorded is null ? "" : $"[{answer.Question.Name}]({answer.Question.Name}.yaml)")} |\n");
        }
    }

    private static void WriteQuirks(StringBuilder page, IReadOnlyList<ProbeAnswer> answers, Vocabulary vocabulary)
    {
        page.Append("\n## Quirks\n\n");
        var seen = answers.Where(static answer => answer.Recorded is not null)
            .SelectMany(static answer => answer.Recorded!.Sightings.Select(sighting => (answer, sighting)))
                .GroupBy(static one => one.sighting.Quirk, StringComparer.Ordinal)
                    .OrderBy(static same => Classifying.QuirkClassifier.NumberOf(same.Key))
                    .ToList();
        if (seen.Count == 0)
        {
            page.Append("None was seen.\n");
            return;
        }

        page.Append("A quirk is no fault: it is a form that a relay has to expect. `docs/quirks.md` says what the bundled relay makes of "
            + "each.\n\n| Quirk | What happens | Seen in | Example |\n| --- | --- | --- | --- |\n");
        foreach (var same in seen)
        {
            var (answer, sighting) = same.First();
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {same.Key} | {PlainText.EscapeMarkdown(vocabulary.Quirks.GetValueOrDefault(same.Key, ""))} "
                    + $"| {string.Join(", ", same.Select(static one => one.answer.Question.Name))} "
                    + $"| {PlainText.EscapeMarkdown(sighting.Detail)}{FormatExample(answer, sighting.Offset)} |\n");
        }
    }

    private static void WriteRefusals(StringBuilder page, IReadOnlyList<ProbeAnswer> answers, string? refusesStreamOptions)
    {
        page.Append("\n## Refused requests\n\n");
        var refused = answers.Where(static answer => answer.Outcome is not ProbeOutcome.Answered).ToList();
        if (refused.Count == 0 && refusesStreamOptions is null)
        {
            page.Append("None was refused.\n");
            return;
        }

        page.Append("| Question | Status | The vendor's words |\n| --- | --- | --- |\n");
        if (refusesStreamOptions is not null)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| stream\\_options on a stream; left out from then on |  | {PlainText.EscapeMarkdown(refusesStreamOptions)} |\n");
        }

        foreach (var answer in refused)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {answer.Question.Title}{(answer.Question.WantsRefusal ? " (a refusal is right)" : "")} "
                    + $"| {(answer.Exchange?.Status is { } status ? status : "")} | {PlainText.EscapeMarkdown(answer.Words ?? "")} |\n");
        }
    }

    private static void WriteSettings(StringBuilder page, IReadOnlyList<(string Setting, string Because)> settings)
    {
        page.Append("\n## Settings of the bundled relay\n\n");
        if (settings.Count == 0)
        {
            page.Append("Nothing that was seen needs other than the defaults.\n");
            return;
        }

        page.Append("| Setting | Reason |\n| --- | --- |\n");
        foreach (var (setting, because) in settings)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `--set {setting}` | {PlainText.EscapeMarkdown(because)} |\n");
        }
    }

    private static string FormatExample(ProbeAnswer answer, int? offset)
    {
        if (offset is not { } at || answer.Exchange is not { } exchange || at >= exchange.Body.Length)
        {
            return "";
        }

        var line = Encoding.UTF8.GetString(exchange.Body.Span[at..Math.Min(exchange.Body.Length, at + (4 * MostExample))])
            .Split('\n', '\r')[0];
        return line.Length == 0
            ? ""
            : $": {PlainText.EscapeMarkdown(SecretMask.MaskText(line.Length <= MostExample ? line : line[..MostExample] + "…"))}";
    }

    private static string FormatTime(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}
