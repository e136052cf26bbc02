using System.Text.Json.Nodes;
using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>Does to a stream what broken vendors and lines do.</summary>
internal sealed class DamageGenerator(FuzzRandom random, TextGenerator texts)
{
    /// <summary>Damages a list of steps in one to two places.</summary>
    public void Damage(List<UpstreamStep> steps)
    {
        for (var left = random.Pick(1, 1, 1, 2); left > 0; left--)
        {
            DamageOnce(steps);
        }
    }

    private void DamageOnce(List<UpstreamStep> steps)
    {
        var at = random.NextBelow(steps.Count + 1);
        switch (random.NextBelow(14))
        {
            case 0 or 1:
                Cut(steps);
                break;
            case 2:
                steps.Insert(at, StepMaker.Raw(random.Pick(
                    "data: {\"choices\":[{\"del\n\n",
                    "\n",
                    "\n\n",
                    "data\n\n",
                    "data:\n\n",
                    "{\"choices\":[]}\n\n",
                    "garbage\n",
                    "event: x\n",
                    "\0",
                    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\n\n",
                    ":\n")));
                break;
            case 3:
                steps.Insert(at, StepMaker.Bytes(random.Pick<byte[]>(
                    [0xFF, 0xFE],
                    [0xE4, 0xBD],
                    "data: {\"choices\":[{\"delta\":{\"content\":\"\xC3\"}}]}\n\n"u8.ToArray(),
                    [0x0A],
                    [0xEF, 0xBB, 0xBF])));
                break;
            case 4 or 5:
                steps.Insert(at, StepMaker.Error(CreateFailure()));
                break;
            case 6:
                steps.Insert(at, StepMaker.Sse(
                    "error",
                    null,
                    null,
                    random.Pick("{\"message\":\"no\"}", "{\"error\":{\"message\":\"no\",\"code\":\"overloaded\"}}", "plain words", "{}")));
                break;
            case 7:
                steps.Insert(at, StepMaker.Sse(null, null, null, random.Pick(
                    "{bad",
                    "[]",
                    "7",
                    "\"text\"",
                    "{\"choices\":{}}",
                    "{\"choices\":[null,7]}",
                    "{\"choices\":[{\"index\":\"0\",\"delta\":[]}]}",
                    "[DONE",
                    "ping")));
                break;
            case 8:
                // Half of a chunk, a blank line, the other half.
                steps.Insert(at, StepMaker.Raw($"data: {{\"choices\":[{{\"index\":0,"
                    + $"\n\n\"delta\":{{\"content\":{StepMaker.Serialize(JsonValue.Create(texts.CreateText()))}}}}}]}}\n\n"));
                break;
            case 9 when steps.Count > 0:
                steps.Insert(at, steps[random.NextBelow(steps.Count)]);
                break;
            case 10 when steps.Count > 0:
                steps.RemoveAt(random.NextBelow(steps.Count));
                break;
            case 11:
                steps.Insert(at, StepMaker.Chunk(new JsonObject
                {
                    ["choices"] = new JsonArray(new JsonObject
                    {
                        ["index"] = 0,
                        ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = texts.CreateText() },
                        ["finish_reason"] = random.Pick<string?>("stop", null),
                    }),
                }));
                break;
            case 12:
                steps.Insert(at, StepMaker.Finish(random.Pick<string?>("stop", "length", "tool_calls", "error", null)));
                break;
            default:
                steps.RemoveAll(static step => step is FinishStep);
                break;
        }
    }

    private void Cut(List<UpstreamStep> steps)
    {
        if (steps.Count > 0 && random.NextBelow(steps.Count) is var at && steps[at] is SendingStep sending)
        {
            steps[at] = sending with { Keep = random.NextBetween(1, 120) };
        }
    }

    private JsonNode? CreateFailure() => random.NextBelow(6) switch
    {
        0 => "words alone",
        1 => new JsonObject { ["code"] = 429, ["message"] = "Slow down" },
        2 => new JsonObject(),
        3 => new JsonObject { ["message"] = null, ["type"] = 7 },
        _ => new JsonObject { ["message"] = texts.CreateWords(), ["type"] = "server_error", ["code"] = "overloaded", ["param"] = null },
    };
}
