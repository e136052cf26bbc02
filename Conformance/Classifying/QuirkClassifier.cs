using Conformance.Classifying.Quirks;
using Conformance.Classifying.Streams;

namespace Conformance.Classifying;

/// <summary>Names the quirks that an answer of a vendor shows. Pure.</summary>
public static class QuirkClassifier
{
    private static readonly IQuirkDetector[] Detectors =
    [
        new CallIndexes(), new CallIds(), new SameIndexCalls(), new CallNames(), new CallForms(), new ArgumentPieces(),
        new ArgumentValues(), new CallMarkup(),
        new ContentForms(), new ContentOrder(), new CumulativeTexts(), new WholeMessages(), new SpecialContent(), new ReasoningFields(),
        new ReasoningDetailQuirks(), new ThinkTags(), new ReasoningOrder(),
        new FinishReasonQuirks(), new StreamEnds(), new Sentinels(), new UsagePlaces(), new UsageValues(), new ChoiceForms(),
        new ChunkMembers(),
        new StreamErrors(),
        new BodyKinds(), new ErrorStatuses(), new LineEnds(), new FrameForms(), new NeedlessEscapes(), new PieceCuts(), new Timings(),
        new UnmarkedFailures(), new NewerMembers(), new BareWords(),
    ];

    /// <summary>The quirks that can be seen in an answer, in their order.</summary>
    public static IReadOnlyList<string> Visible { get; } = [.. Detectors.SelectMany(static detector => detector.Quirks)
        .Distinct(StringComparer.Ordinal)
        .OrderBy(NumberOf)];

    /// <summary>Returns one sighting a quirk, the first place of each, in the order of the quirks.</summary>
    public static IReadOnlyList<QuirkSighting> Classify(UpstreamStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);

        var reading = new StreamReading(stream);
        return
        [
            .. Detectors.SelectMany(detector => detector.Find(reading))
                .GroupBy(static sighting => sighting.Quirk, StringComparer.Ordinal)
                .Select(static same => same.MinBy(static sighting => sighting.Offset ?? int.MaxValue)!)
                .OrderBy(static sighting => NumberOf(sighting.Quirk)),
        ];
    }

    /// <summary>Returns the number in a quirk's id.</summary>
    internal static int NumberOf(string quirk) => int.Parse(quirk.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
