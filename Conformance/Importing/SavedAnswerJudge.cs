using System.Text;
using System.Text.Json;
using Conformance.Checking;
using Conformance.Clients;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Importing;

/// <summary>The findings of the rules and the results of the clients for one saved answer.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Wire">Its events; <see langword="null"/> for an answer without a stream.</param>
/// <param name="Findings">The findings in the order of the answer.</param>
/// <param name="Broken">The fault of the harness, if any.</param>
/// <param name="Clients">One cell for each client; empty for a body other than an error, because the views read streams.</param>
public sealed record SavedVerdict(
    SavedAnswer Answer,
    WireStream? Wire,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<BrokenCheck> Broken,
    IReadOnlyList<ClientCell> Clients);

/// <summary>Judges saved answers without a scenario. Pure.</summary>
public static class SavedAnswerJudge
{
    private const string BodyCheck = "data-json";

    private static readonly SourcePlace Nowhere = new("saved", 1, 1);

    /// <summary>Holds one answer against the rules.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="dialect">The dialect of the relay: <c>openai</c> or <c>open-responses</c>.</param>
    public static SavedVerdict Judge(SavedAnswer answer, string dialect)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(dialect);

        var wire = answer.ReadEvents();
        var turn = CreateTurn(answer, wire, dialect);
        var report = CheckRunner.Run(turn);
        var isReadByClients = wire is not null || turn.Answer.Status is < 200 or >= 300;
        return new SavedVerdict(
            answer,
            wire,
            [.. ProblemOfBody(answer), .. report.Findings.Select(finding => finding with { EventType = finding.EventType
                ?? TypeOf(finding, wire) })],
            report.BrokenChecks,
            isReadByClients ? CaseClients.CreateCells([turn]) : []);
    }

    private static RecordedTurn CreateTurn(SavedAnswer answer, WireStream? wire, string dialect)
    {
        var client = new ClientRequest { Body = JsonElement.Parse("{}"), Stream = wire is not null
            || answer.Answer.Status is < 200 or >= 300 };
        return new RecordedTurn
        {
            Scenario = new Scenario
            {
                Id = "saved",
                Title = "A saved answer",
                Level = Level.Info,
                Turns = [new Turn(client, [], new Expectation(), Nowhere)],
                Place = Nowhere,
                Source = "",
            },
            Index = 0,
            RequestLine = answer.RequestLine,
            Request = answer.Request,
            Answer = answer.Answer,
            Wire = wire,
            Upstream = new UpstreamRecord([]),
            // The client may have asked for an alias, so that the model's name proves nothing.
            Relay = RelayTraits.Foreign with { Dialect = dialect, MapsModels = true },
            Secrets = answer.Keys,
            TicksPerSecond = 1,
        };
    }

    /// <summary>Finds that a body is empty. The rules judge the content of a body.</summary>
    private static IEnumerable<Finding> ProblemOfBody(SavedAnswer answer)
    {
        if (answer.Form != SavedForm.Body || answer.Answer.Status is < 200 or >= 300)
        {
            yield break;
        }

        var (json, problem) = StrictJson.Read(Encoding.UTF8.GetString(answer.Answer.Body.Span));
        if (json is not { ValueKind: JsonValueKind.Object })
        {
            yield return new Finding
            {
                Check = BodyCheck,
                Severity = Severity.Error,
                Kind = FindingKind.Rule,
                Message = StrictJson.IsBeyondGrammar(problem)
                    ? "The body is JSON that some clients refuse."
                    : json is null ? "The body is not JSON." : "The body is JSON but no object.",
                Expected = "a response object",
                Received = problem ?? json?.ValueKind.ToString().ToLowerInvariant() ?? "nothing",
                Offset = 0,
            };
        }
    }

    private static string? TypeOf(Finding finding, WireStream? wire) =>
        finding.Event is { } index && wire is not null && index < wire.Events.Count ? wire.Events[index].Type : null;
}
