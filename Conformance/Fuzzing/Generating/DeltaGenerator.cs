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
    public UpstreamStep CreateRole() => StepMaker.Delta(random.NextBelow(3) switch
    {
        0 => new JsonObject { ["role"] = "assistant" },
        1 => new JsonObject { ["role"] = "assistant", ["content"] = null },
        _ => new JsonObject { ["role"] = "assistant", ["content"] = "", ["refusal"] = null },
    });

    /// <summary>Returns a run of deltas of one kind.</summary>
    public IEnumerable<UpstreamStep> CreateSegment() => random.NextBelow(20) switch
    {
        < 11 => CreatePieces(CreateText),
        < 18 => CreateReasoning(),
        18 => CreatePieces(static text => StepMaker.Refusal(text)),
        _ => [StepMaker.Delta(CreateAnnotated())],
    };

    /// <summary>Returns a chunk or a frame that adds nothing to the answer.</summary>
    public UpstreamStep CreateNoise() => random.NextBelow(12) switch
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
        9 => StepMaker.Delta(new JsonObject
        {
            ["content"] = "",
            ["x_vendor"] = new JsonObject { ["deep"] = new JsonArray(1, new JsonObject()) },
        }),
        10 => StepMaker.Flush(),
        _ => StepMaker.Sse(null, null, null, "null"),
    };

    /// <summary>Returns a delta of a second choice, which the request did not ask for.</summary>
    public UpstreamStep OtherChoice() => StepMaker.Choice(new JsonObject
    {
        ["index"] = 1,
        ["delta"] = new JsonObject { ["content"] = texts.CreateWords() },
        ["finish_reason"] = random.NextChance(30) ? "stop" : null,
    });

    private IEnumerable<UpstreamStep> CreatePieces(Func<string, UpstreamStep> say) => texts.Cut(CreateWords(), 4).Select(say);

    private string CreateWords() =>
        random.NextChance(style.Markup) ? texts.Markup() + texts.CreateWords() + texts.Markup() : texts.CreateWords();

    private UpstreamStep CreateText(string text) => !random.NextChance(style.Oddity) ? StepMaker.Text(text) : random.NextBelow(7) switch
    {
        0 => StepMaker.Delta(new JsonObject { ["role"] = "assistant", ["content"] = text, ["reasoning_content"] = null }),
        1 => StepMaker.Choice(new JsonObject { ["delta"] = new JsonObject { ["content"] = text }, ["logprobs"] = null }),
        2 => StepMaker.Chunk(new JsonObject
        {
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = new JsonObject { ["content"] = text } }),
            ["usage"] = null,
        }),
        3 => StepMaker.Delta(new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }),
        4 => StepMaker.Raw($"data: {{\"choices\":[{{\"index\":0,"
            + $"\"delta\":{{\"content\":\"{random.Pick("\\ud83d\\ude00", "\\ud83d", "\\ude00", "\\u00e9", "\\/", "\\u0000")}\"}}}}]}}\n\n"),
        5 => StepMaker.Sse(
            null,
            "7",
            null,
            $"{{\"choices\":[\n{{\"index\":0,\"delta\":{StepMaker.Serialize(new JsonObject { ["content"] = text })}}}\n]}}"),
        _ => StepMaker.Delta(new JsonObject
        {
            ["content"] = text,
            [style.Reasoning is "reasoning" ? "reasoning" : "reasoning_content"] = texts.CreateText(2),
        }),
    };

    private IEnumerable<UpstreamStep> CreateReasoning() => style.Reasoning switch
    {
        "object" => CreatePieces(static text => StepMaker.Delta(new JsonObject { ["reasoning"] = new JsonObject { ["text"] = text } })),
        "details" => CreatePieces(text => StepMaker.Delta(new JsonObject { ["reasoning_details"] = new JsonArray(CreateDetail(text)) })),
        "parts" => CreatePieces(static text => StepMaker.Delta(new JsonObject
        {
            ["content"] = new JsonArray(new JsonObject
            {
                ["type"] = "thinking",
                ["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }),
            }),
        })),
        "tags" => texts.Cut($"<think>{texts.CreateWords()}</think>{texts.CreateText(2)}", 5).Select(static text => StepMaker.Text(text)),
        var field => CreatePieces(text => random.NextChance(style.Oddity)
            ? StepMaker.Delta(new JsonObject { ["content"] = random.NextChance(50)
                ? ""
                : null, [field] = text, ["reasoning_details"] = new JsonArray(CreateDetail(text)) })
            : StepMaker.Reasoning(field, text)),
    };

    private JsonObject CreateDetail(string text) => random.NextBelow(10) switch
    {
        0 => new JsonObject { ["type"] = "reasoning.encrypted", ["data"] = "AAAA", ["id"] = $"r{_details}", ["index"] = _details++ },
        1 => new JsonObject { ["type"] = "reasoning.summary", ["summary"] = text, ["index"] = _details },
        _ => new JsonObject { ["type"] = "reasoning.text", ["text"] = text, ["signature"] = random.NextChance(20)
            ? "sig"
            : null, ["index"] = _details },
    };

    private JsonObject CreateAnnotated() => new()
    {
        ["content"] = texts.CreateText(),
        ["annotations"] = new JsonArray(new JsonObject
        {
            ["type"] = "url_citation",
            ["url_citation"] = new JsonObject { ["url"] = "https://a.example/"
                + random.NextBelow(3), ["title"] = "T", ["start_index"] = 0, ["end_index"] = random.NextBelow(5) },
        }),
    };
}
