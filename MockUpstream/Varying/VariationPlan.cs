using MockUpstream.Varying.Bodies;
using static MockUpstream.Varying.VariationWords;

namespace MockUpstream.Varying;

/// <summary>
/// Which variations are played together in one play. Where a play differs, its variations are played alone to find the one.
/// </summary>
public static class VariationPlan
{
    /// <summary>The plays of a case unless more is asked for: each word in at least one of them.</summary>
    public static IReadOnlyList<IReadOnlyList<Variation>> Default { get; } =
    [
        [Find(Bom), Find(Newlines, "CRLF"), Find(Rechunk)],
        [
            Find(KeyOrder),
            Find(UnknownFields),
            Find(Escapes, "values"),
            Find(UsagePlacement, "null elsewhere"),
            Find(DoneVariants, "no space"),
            Find(Rechunk),
        ],
        [
            Find(UsagePlacement, "moved"),
            Find(Escapes, "names"),
            Find(MultiLine),
            Find(Comments),
            Find(DoneVariants, "twice"),
            Find(NoSpace),
            Find(Newlines, "CR"),
            Find(Bytewise),
        ],
        [Find(Burst), Find(Gzip)],
    ];

    /// <summary>Returns each variation alone, each cut, and the plays of <see cref="Default"/>.</summary>
    /// <param name="longest">The body with the longest event; the cuts are made for it.</param>
    public static IReadOnlyList<IReadOnlyList<Variation>> PlanAll(ScriptedBody longest) =>
        [.. PlanEach(VariationCatalog.All), .. PlanEach(VariationCatalog.EveryCut(longest)), .. Default];

    /// <summary>Returns each form of these words alone.</summary>
    public static IReadOnlyList<IReadOnlyList<Variation>> PlanWords(IReadOnlyCollection<string> words) =>
        PlanEach(VariationCatalog.All.Where(variation => words.Contains(variation.Word)));

    /// <summary>Returns the body after all variations of a play, one after the other, and whether any of them changed it.</summary>
    public static (ScriptedBody Body, bool IsChanged) Apply(ScriptedBody body, IReadOnlyList<Variation> variations)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(variations);

        var isChanged = false;
        foreach (var variation in variations)
        {
            var changes = variation.Changes(body);
            isChanged |= changes.Count > 0;
            body = changes.Count > 0 ? body.WithChanges(changes) : body;
        }

        return (body, isChanged);
    }

    private static IReadOnlyList<IReadOnlyList<Variation>> PlanEach(IEnumerable<Variation> variations) =>
        [.. variations.Select(static variation => (IReadOnlyList<Variation>)[variation])];

    private static Variation Find(string word, string form = "") => VariationCatalog.Find(word, form);
}
