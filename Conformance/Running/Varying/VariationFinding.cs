using System.Globalization;
using Conformance.Expecting.Goldens;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using MockUpstream.Varying;
using MockUpstream.Varying.Bodies;

namespace Conformance.Running.Varying;

/// <summary>Where two plays of a case part.</summary>
/// <param name="Plain">The line of the plain play; <see langword="null"/> when it has no more.</param>
/// <param name="Varied">The line of the other play; <see langword="null"/> when it has no more.</param>
internal sealed record PlayDifference(JoinedLine? Plain, JoinedLine? Varied)
{
    /// <summary>The turn, from 0.</summary>
    public int Turn => (Plain ?? Varied)?.Turn ?? 0;
}

/// <summary>Creates the findings about variations that change the events of a relay, with the variation and the byte.</summary>
internal static class VariationFinding
{
    /// <summary>The check's id.</summary>
    public const string Check = CheckIds.Variation;

    private const string Together = "together with";

    /// <summary>The first line in which two plays differ; <see langword="null"/> when they are the same.</summary>
    public static PlayDifference? FirstDifference(IReadOnlyList<JoinedLine> plain, IReadOnlyList<JoinedLine> varied)
    {
        for (var index = 0; index < Math.Max(plain.Count, varied.Count); index++)
        {
            var (left, right) = (plain.ElementAtOrDefault(index), varied.ElementAtOrDefault(index));
            if (left?.Text != right?.Text || left?.Turn != right?.Turn)
            {
                return new PlayDifference(left, right);
            }
        }

        return null;
    }

    /// <summary>The finding about a variation that differs.</summary>
    /// <param name="before">The bodies that it was made to.</param>
    /// <param name="others">The variations made before it, without which it does not differ.</param>
    /// <param name="variation">The variation.</param>
    /// <param name="changes">All of its changes.</param>
    /// <param name="differs">How many of them, from the front, are known to make the difference.</param>
    /// <param name="isExact">Whether one fewer is known to make none.</param>
    /// <param name="difference">Where the events part.</param>
    public static Finding CreateDifference(
        VariedBodies before,
        IReadOnlyList<Variation> others,
        Variation variation,
        IReadOnlyList<(int Turn, Change Change)> changes,
        int differs,
        bool isExact,
        PlayDifference? difference)
    {
        var (turn, change) = changes[differs - 1];
        var body = before.BodyOf(turn)!; // A change belongs to a body.
        var step = body.StepAt(Math.Min(change.Offset, body.Bytes.Length - 1));
        var words = ChangeWords.Describe(body, change);
        return Sentence(
            difference,
            $"under the variation {Name(others, variation)}; {(isExact ? "it matters first at" : "it matters at or before")} "
                + $"byte {words.Offset} of the upstream's body, where {words.Was}{words.Does}") with
        {
            Turn = turn + 1,
            After = Steps.CreateReference(step),
            Variation = new VariationReference(variation.Word, Form(others, variation), words.Offset, words.Was, words.Now),
        };
    }

    /// <summary>Returns the finding about a relay that sends different events for the same bytes.</summary>
    public static Finding CreateUnsteady(PlayDifference difference) => new()
    {
        Check = Check,
        Severity = Severity.Warning,
        Turn = difference.Turn + 1,
        Message = "Two runs with the same bytes gave different events, so variations of this case prove nothing.",
        Expected = Shown(difference.Plain),
        Received = Shown(difference.Varied),
    };

    /// <summary>Returns the finding about a relay that exits during a variation.</summary>
    public static Finding CreateDeath(IReadOnlyList<Variation> variations, string lastWords, int turn) =>
        RelayDeath.CreateFinding(lastWords, turn) with
        {
            Message = $"The relay process exited while the case ran with the variations {string.Join(", ", variations)}; without them, it "
                + $"kept running.",
        };

    /// <summary>Returns the option that the repeat command needs to play the variation again; empty if none differs.</summary>
    public static string FormatArgument(IReadOnlyList<Finding> findings) =>
        findings.FirstOrDefault(static finding => finding is { Variation: not null, Severity: Severity.Error })?.Variation switch
        {
            null => "",
            { Form: var form } when form.Contains(Together, StringComparison.Ordinal) => " --vary default",
            { Form: var form } when form.StartsWith(VariationCatalog.OneCut, StringComparison.Ordinal) => " --vary full",
            { Word: var word } => $" --vary {word}",
        };

    private static Finding Sentence(PlayDifference? difference, string where) => new()
    {
        Check = Check,
        Severity = Severity.Error,
        Event = difference?.Plain?.Event,
        Message = $"The relay's events differ {where}.",
        Expected = Shown(difference?.Plain),
        Received = Shown(difference?.Varied),
    };

    private static string Name(IReadOnlyList<Variation> others, Variation variation) =>
        others.Count == 0
            ? variation.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{variation} {Together} {string.Join(", ", others)}");

    private static string Form(IReadOnlyList<Variation> others, Variation variation) =>
        others.Count == 0 ? variation.Form : string.Join(", ", others.Select(static other => other.ToString())
            .Prepend(variation.Form.Length == 0 ? Together : $"{variation.Form}, {Together}"));

    private static string Shown(JoinedLine? line) => line is null ? "no more events" : JsonFormat.FormatShort(line.Text);
}
