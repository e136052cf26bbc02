using System.CommandLine;
using System.Globalization;
using Conformance.Capturing;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Probing;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Conformance.Scripting;
using Scenarios.Reading.Vocabularies;

namespace Conformance.Commands;

/// <summary><c>probe</c>: sends standard questions to a vendor, and records its answers and refusals.</summary>
internal sealed class ProbeCommand
{
    private readonly VendorOptions _vendor = new();
    private readonly Option<string> _model = new("--model")
    {
        Description = "The model to name in the requests.",
        HelpName = "NAME",
        Required = true,
    };
    private readonly Option<string?> _key = new("--api-key") { Description = $"The vendor's API key, sent as a bearer token and never "
        + $"printed. Default: the environment variable {ConnectionOptions.KeyVariable}.", HelpName = "KEY" };
    private readonly Option<string[]> _headers = new("--header")
    {
        Description = "A header to send with every request, as 'Name: value'. Repeatable.",
        HelpName = "HEADER",
    };
    private readonly Option<TimeSpan?> _timeout = Durations.CreateOption("--timeout", "Timeout for one answer. Default: 2m.");
    private readonly Option<string[]> _only = new("--only")
    {
        Description = $"Send only this question: {string.Join(", ", ProbeQuestions.All.Select(static question => question.Name))}. "
            + $"Repeatable.",
        HelpName = "QUESTION",
    };

    public static Command Create(Terminal terminal) => new ProbeCommand().Build(terminal);

    private Command Build(Terminal terminal)
    {
        _only.AcceptOnlyFromAmong([.. ProbeQuestions.All.Select(static question => question.Name)]);
        var command = new Command("probe", "Send a vendor a dozen standard questions, record the answers, and list its quirks and "
            + "refusals.") { _model, _key, _headers, _timeout, _only };
        _vendor.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf probe --to https://api.example.com/v1 --model acme-large
              --out vendors/acme

            Writes one scenario per question and a README.md into the folder;
            a later probe into the same folder replaces them. Questions cost tokens.
            Exit codes: 0 done, 1 no question was answered, 2 invalid usage,
            3 the vendor cannot be reached, 130 cancelled (results so far are saved).
            """);
        command.SetAction((parsed, cancellationToken) => ProbeAsync(parsed, terminal, cancellationToken));
        return command;
    }

    private async Task<int> ProbeAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var (vocabulary, problems) = VocabularyReader.Load(ScenarioFolder.Find(parsed, terminal));
        if (problems.Count > 0)
        {
            throw new FileProblemsException(problems);
        }

        var settings = ReadSettings(parsed, terminal);
        SecretMask.AddSecret(settings.ApiKey);
        var folder = new RecordingFolder(_vendor.ReadFolder(parsed, terminal));
        var vendor = _vendor.ReadVendor(parsed, vocabulary.Vendors.Keys);
        var from = new VendorAddress(settings.To).Shown;
        var scribe = new ScenarioComposer(vocabulary, _vendor.RedactsText(parsed));
        await using var session = new ProbeSession(settings, scribe, (question, _) => new RecordingHead(
            folder.CreateId(question.Name),
            FormatTitle(question, settings.Model),
            $"Recorded {GetTime(terminal):yyyy-MM-dd HH:mm} UTC from {from} by relayconf probe.",
            vendor));
        var answers = await AskAllAsync(session, SelectQuestions(parsed), folder, terminal, cancellationToken);
        if (answers.Count > 0 && !answers.TrueForAll(static answer => answer.Outcome is ProbeOutcome.Unreachable))
        {
            var page = ProbePage.Write(
                Path.GetFileName(folder.Path), from, settings.Model, GetTime(terminal), answers, session.RefusesStreamOptions, vocabulary);
            var written = folder.WritePage(page);
            terminal.Out.WriteLine($"{answers.Count(static answer => answer.Outcome is ProbeOutcome.Answered)} of {answers.Count} "
                + $"answered; the page is {Path.GetRelativePath(terminal.Directory, written)}");
        }

        return cancellationToken.IsCancellationRequested ? ExitCodes.Cancelled
            : answers.TrueForAll(static answer => answer.Outcome is ProbeOutcome.Unreachable) ? ExitCodes.Harness
            : answers.Exists(static answer => answer.Outcome is ProbeOutcome.Answered) ? ExitCodes.AsExpected
            : ExitCodes.Unexpected;
    }

    private static async Task<List<ProbeAnswer>> AskAllAsync(
        ProbeSession session,
        IReadOnlyList<ProbeQuestion> questions,
        RecordingFolder folder,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        List<ProbeAnswer> answers = [];
        var progress = new ProgressLine(terminal.Out, terminal.HasColor);
        foreach (var (number, question) in questions.Index())
        {
            progress.Show(string.Create(CultureInfo.InvariantCulture, $"{number + 1}/{questions.Count} {question.Title} …"));
            ProbeAnswer answer;
            try
            {
                answer = await session.AskAsync(question, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                progress.Clear();
                break;
            }

            progress.Clear();
            answers.Add(answer);
            if (answer.Recorded is { } recorded)
            {
                folder.Write(recorded.Id, recorded.Text, replaces: true);
            }

            Show(answer, terminal);
            if (answer.Outcome is ProbeOutcome.Unreachable && answers.Count == 1)
            {
                break;
            }
        }

        return answers;
    }

    private static void Show(ProbeAnswer answer, Terminal terminal)
    {
        if (answer.Outcome is ProbeOutcome.Unreachable)
        {
            terminal.Error.WriteLine(Secrets.Mask(answer.Words ?? ""));
            return;
        }

        var quirks = string.Join(' ', answer.Recorded?.Sightings.Select(static one => one.Quirk) ?? []);
        var status = answer.Exchange?.Status is { } code and not 200 ? string.Create(CultureInfo.InvariantCulture, $" {code}") : "";
        var words = answer.Words is { Length: > 0 } said ? $": {PlainText.OneLine(said)}" : "";
        terminal.Out.WriteLine(Columns.Hang(
            $"{answer.Question.Name,-15}",
            Secrets.Mask($"{ProbePage.FormatWord(answer.Outcome)}{status}{words}  {quirks}".TrimEnd()),
            Terminal.Width));
    }

    private ProbeSettings ReadSettings(ParseResult parsed, Terminal terminal) => new()
    {
        To = _vendor.ReadAddress(parsed),
        Model = parsed.GetRequiredValue(_model),
        ApiKey = parsed.GetValue(_key)
            ?? (terminal.Environment.GetValueOrDefault(ConnectionOptions.KeyVariable) is { Length: > 0 } key ? key : null),
        Headers = ConnectionOptions.ReadHeaders(parsed.GetValue(_headers) ?? []),
        Timeout = parsed.GetValue(_timeout) is { Ticks: > 0 } bound ? bound : TimeSpan.FromMinutes(2),
        Time = terminal.Time,
    };

    private IReadOnlyList<ProbeQuestion> SelectQuestions(ParseResult parsed) =>
        parsed.GetValue(_only) is { Length: > 0 } only
            ? [.. ProbeQuestions.All.Where(question => only.Contains(question.Name, StringComparer.Ordinal))]
            : ProbeQuestions.All;

    private static string FormatTitle(ProbeQuestion question, string model)
    {
        const int Most = 80;
        var title = $"{question.Title}, as {string.Concat(model.Where(static unit => !char.IsControl(unit)))} answers it";
        return title.Length <= Most ? title : title[..Most];
    }

    private static DateTimeOffset GetTime(Terminal terminal) => terminal.Time.GetUtcNow();
}
