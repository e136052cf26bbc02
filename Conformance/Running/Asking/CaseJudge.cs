using System.Text.Json;
using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Expecting.Goldens;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>The functions that judge a case, so that a test can replace each of them.</summary>
internal sealed record CaseJudge
{
    /// <summary>Reads a body strictly.</summary>
    public required Func<RecordedStream, WireStream> Read { get; init; }

    /// <summary>Holds a turn against the rules that are always on.</summary>
    public required Func<RecordedTurn, CheckReport> Check { get; init; }

    /// <summary>Holds a turn against its scenario's expectation.</summary>
    public required Func<RecordedTurn, Bindings, ExpectationResult> Expect { get; init; }

    /// <summary>Puts bound names into a request's body.</summary>
    public required Func<Bindings, JsonElement, JsonElement> Resolve { get; init; }

    /// <summary>Puts bound names into a request's path.</summary>
    public required Func<Bindings, string, string> ResolvePath { get; init; }

    /// <summary>Puts a bound name into a header's value.</summary>
    public required Func<Bindings, string, string> ResolveText { get; init; }

    /// <summary>The turns in the form of a golden.</summary>
    public required Func<IReadOnlyList<RecordedTurn>, IReadOnlyList<IReadOnlyList<string>>> Normalise { get; init; }

    /// <summary>Compares with the golden; <see langword="null"/> where no golden is held against this relay.</summary>
    public Func<Scenario, IReadOnlyList<IReadOnlyList<string>>, Finding?>? CompareGolden { get; init; }

    /// <summary>The golden's lines of each turn, for the report; <see langword="null"/> when there is none.</summary>
    public Func<Scenario, IReadOnlyList<IReadOnlyList<string>>?> LoadGolden { get; init; } = _ => null;

    /// <summary>Returns the functions of a run.</summary>
    /// <param name="goldens">The goldens that the relay is compared with; <see langword="null"/> for none.</param>
    public static CaseJudge Create(GoldenStore? goldens) => new()
    {
        Read = WireReader.Read,
        Check = static turn => DeclaredBreaks.Weigh(turn, CheckRunner.Run(turn)),
        Expect = ExpectationJudge.Judge,
        Resolve = static (bindings, body) => bindings.Resolve(body),
        ResolvePath = static (bindings, path) => bindings.ResolvePath(path),
        ResolveText = static (bindings, text) => bindings.Resolve(text),
        Normalise = GoldenStream.Normalise,
        CompareGolden = goldens is null ? null : goldens.Compare,
        LoadGolden = goldens is null ? static _ => null : goldens.Load,
    };
}
