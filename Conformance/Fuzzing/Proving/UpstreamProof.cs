using Conformance.Reading;
using Scenarios.Model;

namespace Conformance.Fuzzing.Proving;

/// <summary>
/// The facts that the bytes of one upstream answer prove about the response: the ends that are right, and the text that is certain.
/// </summary>
/// <remarks>
/// Read from the bytes by the contract alone, without any relay's rules. Where correct relays differ, or where the contract leaves a
/// choice, every answer counts as correct.
/// </remarks>
internal sealed record UpstreamProof
{
    /// <summary>Whether <c>completed</c> is a correct end.</summary>
    public bool MayComplete { get; init; }

    /// <summary>Whether <c>incomplete</c> is a correct end.</summary>
    public bool MayBeCut { get; init; }

    /// <summary>Whether <c>failed</c> is a correct end.</summary>
    public bool MayFail { get; init; }

    /// <summary>Whether a vendor without faults would send this stream, so that nothing about it is open.</summary>
    public bool IsSound { get; init; }

    /// <summary>Whether the answer ends where a relay can see it: the connection ends, or the sentinel came before it stays open.</summary>
    public bool HasVisibleEnd { get; init; } = true;

    /// <summary>The whole text; <see langword="null"/> where it is not certain.</summary>
    public string? Text { get; init; }

    /// <summary>The whole reasoning; <see langword="null"/> where it is not certain.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The calls; <see langword="null"/> where they are not certain.</summary>
    public IReadOnlyList<ProvenCall>? Calls { get; init; }

    /// <summary>The token counts of prompt and completion; <see langword="null"/> where they are not certain.</summary>
    public (long Prompt, long Completion)? Usage { get; init; }

    /// <summary>Reads an answer.</summary>
    public static UpstreamProof Of(Exchange exchange) => exchange switch
    {
        { Status: not 200 } => new UpstreamProof { MayFail = true },
        { Body: { } body } => OfWhole(body.Member("choices").Element(0).Member("finish_reason").Text()),
        _ => StreamProof.Read(exchange),
    };

    /// <summary>Returns a body in the place of a stream may be refused, too.</summary>
    private static UpstreamProof OfWhole(string? finish) =>
        new() { MayComplete = finish is not (null or "length"), MayBeCut = finish == "length", MayFail = true };
}

/// <summary>A call of which nothing is open.</summary>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments as they were sent; <c>{}</c> where none were.</param>
internal sealed record ProvenCall(string Name, string Arguments);
