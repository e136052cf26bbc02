using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scenarios.Model;

namespace Conformance.Fuzzing.Proving;

/// <summary>Writes the expectation of a case from the contract and the upstream's answer.</summary>
internal static class ContractExpectation
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 256 };

    /// <summary>Returns the expectation that follows from an answer.</summary>
    public static Expectation Create(UpstreamProof proof)
    {
        List<Outcome> outcomes = [];
        if (proof.MayComplete)
        {
            Add(outcomes, CreateWords(proof, "completed"), "a finish reason or the sentinel came");
        }

        if (proof.MayBeCut)
        {
            Add(outcomes, proof.Calls is { Count: 0 }
                ? CreateWords(proof with { Calls = null }, "incomplete")
                : new JsonObject { ["status"] = "incomplete" }, "the answer was cut, or part of it could not be read");
        }

        if (proof.MayFail)
        {
            Add(outcomes, new JsonObject { ["status"] = "failed" }, "the contract leaves it open whether the answer is usable");
        }

        return new Expectation { Outcomes = outcomes };
    }

    /// <summary>
    /// Returns the expectation for the answers of a turn: that of the last one, before which every other must have failed.
    /// </summary>
    public static Expectation? Create(Turn turn) => turn.Upstream is [var only] ? Create(UpstreamProof.Of(only)) : null;

    private static JsonObject CreateWords(UpstreamProof proof, string status)
    {
        var final = new JsonObject { ["status"] = status };
        if (proof.Text is { } text)
        {
            final["text"] = text;
        }

        if (proof.Reasoning is { Length: > 0 } reasoning)
        {
            final["reasoning"] = reasoning;
        }

        if (proof.Calls is { } calls)
        {
            final["calls"] =
                new JsonArray([.. calls.Select(static call => new JsonObject { ["name"] = call.Name, ["arguments"] = call.Arguments })]);
        }

        if (proof.Usage is var (prompt, completion))
        {
            final["usage"] = new JsonObject { ["input_tokens"] = prompt, ["output_tokens"] = completion };
        }

        return final;
    }

    private static void Add(List<Outcome> outcomes, JsonObject final, string because) => outcomes.Add(new Outcome
    {
        Grade = Grade.Passed,
        Because = outcomes.Count == 0 ? null : because,
        Final = JsonSerializer.SerializeToElement(final, Relaxed),
        Place = SourcePlace.Generated,
    });
}
