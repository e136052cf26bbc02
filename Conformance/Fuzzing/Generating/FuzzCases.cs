using System.Globalization;
using Conformance.Fuzzing.Proving;
using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>Makes the cases of a seed: each is decided by the seed and its own number alone.</summary>
internal static class FuzzCases
{
    /// <summary>Returns one case, with the expectation that the contract implies for its upstream.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">The number of the case, from 0.</param>
    public static Scenario Create(long seed, long number)
    {
        var random = FuzzRandom.Of(seed, number);
        var (body, tools) = new RequestGenerator(random).Create();
        var exchange = new StreamGenerator(random, tools).Create();
        var words = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, case {number}");
        var proof = UpstreamProof.Of(exchange);
        return new Scenario
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"fuzz/s{unchecked((ulong)seed)}-{number}"),
            Title = $"A generated stream ({words})",
            Why = $"relayconf fuzz made it from {words}; what is expected follows from the contract.",
            Level = Level.Must,
            Tags = ["sse"],
            Turns = [new Turn(
                new ClientRequest { Body = StepMaker.Json(body) }, [exchange], ContractExpectation.Create(proof), SourcePlace.Generated)],
            Vary = HasWholeForm(exchange, proof) ? ["non-stream"] : [],
            Place = SourcePlace.Generated,
            Source = "",
        };
    }

    /// <summary>Returns whether a relay that keeps the contract can pass a case.</summary>
    /// <remarks>
    /// All forms of the answer must have the same content: a body folded from a stream with faults is a different answer. The upstream must
    /// also end visibly: on a connection that stays open without the sentinel, a relay is right to wait.
    /// </remarks>
    public static bool IsFair(Scenario scenario)
    {
        if (scenario is not { Turns: [{ Upstream: [var exchange] }] })
        {
            return true;
        }

        var proof = UpstreamProof.Of(exchange);
        return proof.HasVisibleEnd && (scenario.Vary is not ["non-stream"] || HasWholeForm(exchange, proof));
    }

    private static bool HasWholeForm(Exchange exchange, UpstreamProof proof) => proof.IsSound && WholeForm.Has(exchange);
}
