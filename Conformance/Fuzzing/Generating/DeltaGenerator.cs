using System.Text.Json.Nodes;
using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>
/// Generates the content of a stream except its calls: text, reasoning in every vendor's member, refusals, and empty chunks.
/// </summary>
internal sealed class DeltaGenerator(FuzzRandom random, TextGenerator texts, StreamStyle style)
{
    private int _details;

    /// <summary>Returns the chunk that names the role.</summary>
    public UpstreamStep Role() => StepMaker.Delta(random.Below(3) switch
    {
        0 => new JsonObject { ["role"] = "assistant" },
        1 => new JsonObject { ["role"] = "assistant", ["content"] = null },
        _ => new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null },
    });

    /// <summary>Returns a run of deltas of one kind.</summary>
    public IEnumerable<UpstreamStep> Segment() => random.Below(20) switch
    {
        < 11 => Pieces(Say),
        < 18 => Reasoning(),
        18 => Pieces(static text => StepMaker.Refusal(text)),
        _ => [StepMaker.Delta(Annotated())],
    };

    /// <summary>Returns a chunk or a frame that adds nothing to the answer.</summary>
    public UpstreamStep Noise() => random.Below(12) switch
    {
        0 => StepMaker.Comment(random.Pick("ping", "", "OPENROUTER PROCESSING", "data: {\"x\":1}")),
        1 => StepMaker.Delta(new JsonObject()),
        2 => StepMaker.Delta(new JsonObject { ["content"] = null, ["tool_calls"] = null, ["reasoning_content"] = null }),
        3 => StepMaker.Chunk(new JsonObject { ["id"] = "c", ["choices"] = new JsonArray() }),
        4 => StepMaker.Chunk([]),
        5 => StepMaker.Chunk(new JsonObject { ["choices"] = null, ["usage"] = null, ["error"] = null }),
        6 => StepMaker.Sse(null, random.Pick("1", "x y"), "100", null),
        7 => StepMaker.Sse("message", null, null, "{\"choices\":[{\"index\":0,\"delta\":{}}]}"),
        8 => StepMaker.Sse(null, null, null, ""),
        9 => StepMaker.Delta(new JsonObject { ["content"] = "", ["x_vendor"] = new JsonObject { ["deep"] = new JsonArray(1, new JsonObject()) } }),
        10 => StepMaker.Flush(),
        _ => StepMaker.Sse(null, null, null, "null"),
    };

    /// <summary>Returns a delta of a second choice, which the request did not ask for.</summary>
    public UpstreamStep OtherChoice() => StepMaker.Choice(new JsonObject { ["index"] = 1, ["delta"] = new JsonObject { ["content"] = texts.Words1() }, ["finish_reason"] = random.Chance(30) ? "stop" : null });

    private IEnumerable<UpstreamStep> Pieces(Func<string, UpstreamStep> say) => texts.Cut(Words(), 4).Select(say);

    private string Words() => random.Chance(style.Markup) ? texts.Markup() + texts.Words1() + texts.Markup() : texts.Words1();

    private UpstreamStep Say(string text) => !random.Chance(style.Oddity) ? StepMaker.Text(text) : random.Below(7) switch
    {
        0 => StepMaker.Delta(new JsonObject { ["role"] = "assistant", ["content"] = text, ["reasoning_content"] = null }),
        1 => StepMaker.Choice(new JsonObject { ["delta"] = new JsonObject { ["content"] = text }, ["logprobs"] = null }),
        2 => StepMaker.Chunk(new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["content"] = text } }), ["usage"] = null }),
        3 => StepMaker.Delta(new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }),
        4 => StepMaker.Raw($"data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{random.Pick("\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u00e9", "\\/", "\\u0000")}\"}}}}]}}\n\n"),
        5 => StepMaker.Sse(null, "7", null, $"{{\"choices\":[\n{{\"index\":0,\"delta\":{StepMaker.Written(new JsonObject { ["content"] = text })}}}\n]}}"),
        _ => StepMaker.Delta(new JsonObject { ["content"] = text, [style.Reasoning is "reasoning" ? "reasoning" : "reasoning_content"] = texts.Text(2) }),
    };

    private IEnumerable<UpstreamStep> Reasoning() => style.Reasoning switch
    {
        "object" => Pieces(static text => StepMaker.Delta(new JsonObject { ["reasoning"] = new JsonObject { ["text"] = text } })),
        "details" => Pieces(text => StepMaker.Delta(new JsonObject { ["reasoning_details"] = new JsonArray(Detail(text)) })),
        "parts" => Pieces(static text => StepMaker.Delta(new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject { ["type"] = "thinking", ["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }),
        })),
        "tags" => texts.Cut($"<think>{texts.Words1()}</think>{texts.Text(2)}", 5).Select(static text => StepMaker.Text(text)),
        var field => Pieces(text => random.Chance(style.Oddity)
            ? StepMaker.Delta(new JsonObject { ["content"] = random.Chance(50) ? "" : null, [field] = text, ["reasoning_details"] = new JsonArray(Detail(text)) })
            : StepMaker.Reasoning(field, text)),
    };

    private JsonObject Detail(string text) => random.Below(10) switch
    {
        0 => new JsonObject { ["type"] = "reasoning.encrypted", ["data"] = "AAAA", ["id"] = $"r{_details}", ["index"] = _details++ },
        1 => new JsonObject { ["type"] = "reasoning.summary", ["summary"] = text, ["index"] = _details },
        _ => new JsonObject { ["type"] = "reasoning.text", ["text"] = text, ["signature"] = random.Chance(20) ? "sig" : null, ["index"] = _details },
    };

    private JsonObject Annotated() => new()
    {
        ["content"] = texts.Text(),
        ["annotations"] = new JsonArray(new JsonObject
        {
            ["type"] = "url_citation",
            ["url_citation"] = new JsonObject { ["url"] = "https://a.example/" + random.Below(3), ["title"] = "T", ["start_index"] = 0, ["end_index"] = random.Below(5) },
        }),
    };
}
