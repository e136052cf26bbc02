using MockUpstream.Varying.Bodies;
using Scenarios.Model;
using static MockUpstream.Varying.VariationWords;

namespace MockUpstream.Varying;

/// <summary>All variations of a body.</summary>
public static class VariationCatalog
{
    /// <summary>The name of the members that <c>unknown-fields</c> adds. An answer that hands them on is compared without them.</summary>
    public const string UnknownMember = JsonVariations.UnknownMember;

    /// <summary>The beginning of the forms of <see cref="EveryCut"/> begin.</summary>
    public const string OneCut = "each event cut";

    /// <summary>All of them but the single phases of <c>rechunk</c>, words in the order of the format.</summary>
    public static IReadOnlyList<Variation> All { get; } =
    [
        new(Rechunk, "", CutVariations.CutAtInterestingPoints),
        new(Bytewise, "", CutVariations.CutAtEachByte),
        new(Burst, "", CutVariations.RemoveCuts),
        new(Newlines, "CRLF", static body => LineVariations.ChangeNewlines(body, "\r\n")),
        new(Newlines, "CR", static body => LineVariations.ChangeNewlines(body, "\r")),
        new(Bom, "", LineVariations.AddByteOrderMark),
        new(Comments, "", LineVariations.AddComments),
        new(NoSpace, "", LineVariations.RemoveSpaces),
        new(MultiLine, "", LineVariations.MultiLine),
        new(KeyOrder, "", JsonVariations.KeyOrder),
        new(Escapes, "values", JsonVariations.EscapeValues),
        new(Escapes, "names", JsonVariations.EscapeNames),
        new(UnknownFields, "", JsonVariations.AddUnknownFields),
        new(UsagePlacement, "null elsewhere", UsageVariations.AddNullElsewhere),
        new(UsagePlacement, "moved", UsageVariations.MoveUsage),
        new(UsagePlacement, "in every chunk", UsageVariations.AddEverywhere) { IsLiberty = true },
        new(DoneVariants, "no space", DoneVariations.RemoveSpace),
        new(DoneVariants, "twice", DoneVariations.SendTwice),
        new(DoneVariants, "in an event named done", DoneVariations.NameEvent) { IsLiberty = true },
        new(DoneVariants, "a space behind it", DoneVariations.AddSpaceBehind) { IsLiberty = true },
        new(DoneVariants, "without brackets", DoneVariations.RemoveBrackets) { IsLiberty = true },
        new(DoneVariants, "left out", DoneVariations.RemoveSentinel) { IsLiberty = true },
        new(Gzip, "", static body => body.Coding is null ? [new CodingChange(ContentCoding.Gzip)] : []),
    ];

    /// <summary>Returns the variation with this word and form.</summary>
    /// <exception cref="ArgumentException">The variation does not exist.</exception>
    public static Variation Find(string word, string form = "") =>
        All.FirstOrDefault(variation => variation.Word == word && variation.Form == form)
            ?? throw new ArgumentException($"There is no variation '{word}' ({form}).", nameof(word));

    /// <summary>Returns the variations that together cut a body once before each of its bytes.</summary>
    public static IReadOnlyList<Variation> EveryCut(ScriptedBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return [.. Enumerable
            .Range(0, CutVariations.CountPhases(body))
            .Select(static phase =>
                new Variation(Rechunk, $"{OneCut} {phase} bytes behind its start", each => CutVariations.CutPhase(each, phase)))];
    }
}
