using System.CommandLine;
using System.Text;
using System.Text.Json;
using Conformance.Commands.Showing;
using Conformance.Importing;
using Conformance.Results;

namespace Conformance.Commands.Options;

/// <summary>The options that select the saved answer to judge, and the strictness.</summary>
internal sealed class SavedAnswerOptions
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "The saved answer, or - for standard input.",
        HelpName = "FILE|-",
    };
    private readonly Option<string?> _request = new("--request")
    {
        Description = "The JSON body of the request, to compare the members that the answer echoes.",
        HelpName = "FILE",
    };
    private readonly Option<int?> _entry = Numbers.CreateOption(
        "--entry", "The number of an entry in a HAR file. Default: all requests to …/responses.", "N", 1, 1_000_000);
    private readonly Option<string> _dialect = new("--dialect")
    {
        Description = "The event names that the relay sends: openai or open-responses.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "openai",
    };
    private readonly Option<string> _format = new("--format")
    {
        Description = "text or json.",
        HelpName = "NAME",
        DefaultValueFactory = _ => "text",
    };
    private readonly Option<string> _failOn = new("--fail-on")
    {
        Description = "The lowest severity that exits with 1: error or warning.",
        HelpName = "SEVERITY",
        DefaultValueFactory = _ => "error",
    };

    public SavedAnswerOptions()
    {
        _dialect.AcceptOnlyFromAmong("openai", "open-responses");
        _format.AcceptOnlyFromAmong("text", "json");
        _failOn.AcceptOnlyFromAmong("error", "warning");
    }

    public void AddTo(Command command)
    {
        command.Add(_file);
        foreach (var option in new Option[] { _request, _entry, _dialect, _format, _failOn })
        {
            command.Add(option);
        }
    }

    public string ReadDialect(ParseResult parsed) => parsed.GetValue(_dialect)!;

    public bool IsJson(ParseResult parsed) => parsed.GetValue(_format) == "json";

    public bool Fails(ParseResult parsed, Finding finding) =>
        finding.Severity == Severity.Error || (finding.Severity == Severity.Warning && parsed.GetValue(_failOn) == "warning");

    /// <summary>Reads the answers.</summary>
    /// <exception cref="UsageException">The file cannot be read or holds no answer.</exception>
    public IReadOnlyList<SavedAnswer> Read(ParseResult parsed, Terminal terminal)
    {
        var word = parsed.GetRequiredValue(_file);
        var name = word == "-" ? "standard input" : word;
        try
        {
            var answers = SavedFile.Read(name, SavedBytes.Read(word, name, terminal), parsed.GetValue(_entry));
            return parsed.GetValue(_request) is { } request ? [.. answers.Select(WithRequest(ReadRequest(request, terminal)))] : answers;
        }
        catch (UnreadableFileException problem)
        {
            throw new UsageException(problem.Message);
        }
    }

    private static Func<SavedAnswer, SavedAnswer> WithRequest(JsonElement request) => answer => answer with { Request = request };

    private static JsonElement ReadRequest(string word, Terminal terminal)
    {
        var text = Encoding.UTF8.GetString(SavedBytes.Read(word, word, terminal).Span);
        try
        {
            var json = JsonElement.Parse(text.TrimStart('\uFEFF'));
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw new UsageException($"{word} does not contain a request: expected a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new UsageException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{word}:{problem.LineNumber + 1}:{problem.BytePositionInLine + 1}: the request is not JSON."));
        }
    }
}
