using Scenarios.Model;

namespace Conformance.Fuzzing;

/// <summary>The same upstream bytes presented in another way: the same events must come out of the relay.</summary>
/// <param name="Name">The name of the change, as a part of an id.</param>
/// <param name="Wire">Changes how the bytes are presented.</param>
internal sealed record CaseVariation(string Name, Func<Wire, Wire> Wire)
{
    private static readonly CaseVariation[] All =
    [
        new("bytewise", static wire => wire with { Split = new Split { Every = 1 } }),
        new("whole", static wire => wire with { Split = null }),
        new("crlf", static wire => wire with { Newline = Newline.Crlf }),
        new("cr", static wire => wire with { Newline = Newline.Cr }),
        new("chars", static wire => wire with { Split = new Split { Chars = true } }),
        new("gzip", static wire => wire with { Coding = ContentCoding.Gzip }),
    ];

    /// <summary>The number of variations.</summary>
    public static int Count => All.Length;

    /// <summary>Returns the variation that a case of this number is played under; over many cases each has its turn.</summary>
    public static CaseVariation Of(long number) => All[number % All.Length];

    /// <summary>
    /// Returns the case under the variation, or <see langword="null"/> where the answer has no bytes that could be presented otherwise.
    /// </summary>
    public Scenario? Apply(Scenario scenario)
    {
        if (scenario.Turns is not [{ Upstream: [{ Steps.Count: > 0 } exchange] } turn] || !MayBeChanged(exchange))
        {
            return null;
        }

        var changed = exchange with { Wire = Wire(exchange.Wire), Steps = [.. exchange.Steps.Select(RemoveSplit)] };
        return scenario with { Id = $"{scenario.Id}-{Name}", Turns = [turn with { Upstream = [changed] }], Vary = [] };
    }

    /// <summary>
    /// Returns whether the presentation of an answer may be changed. A reset discards what the relay has not read yet, so that no two plays
    /// are equal, and raw bytes define their line ends.
    /// </summary>
    private bool MayBeChanged(Exchange exchange) =>
        exchange.Steps is not [.., CloseStep { Kind: CloseKind.Reset }]
        && (Name is not ("crlf" or "cr")
            || !exchange.Steps.Any(static step => step is RawStep or BytesStep or SendingStep { Keep: not null } or BurstStep));

    private static UpstreamStep RemoveSplit(UpstreamStep step) => step is SendingStep sending ? sending with { Split = null } : step;
}
