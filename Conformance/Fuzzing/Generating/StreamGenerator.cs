using System.Text.Json.Nodes;
using Conformance.Fuzzing.Proving;
using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>
/// Generates upstream answers by the grammar of chat completion streams: regular answers of vendors, known faults of vendors, and faults of
/// connections.
/// </summary>
internal sealed class StreamGenerator
{
    private const int MostSegments = 5;

    private readonly FuzzRandom _random;
    private readonly TextGenerator _texts;
    private readonly StreamStyle _style;
    private readonly DeltaGenerator _deltas;
    private readonly CallGenerator _calls;

    public StreamGenerator(FuzzRandom random, IReadOnlyList<string> tools)
    {
        _random = random;
        _texts = new TextGenerator(random);
        _style = StreamStyle.Of(random);
        _deltas = new DeltaGenerator(random, _texts, _style);
        _calls = new CallGenerator(random, _texts, _style, tools);
    }

    /// <summary>Returns an answer.</summary>
    public Exchange Create() => _random.NextBelow(100) switch
    {
        < 2 => CreateRefusal(),
        < 4 => CreateCompletion(),
        _ => CreateStream(),
    };

    private Exchange CreateStream()
    {
        var isSound = _random.NextChance(55);
        List<UpstreamStep> steps = [.. CreateBody()];
        if (!isSound)
        {
            new DamageGenerator(_random, _texts).Damage(steps);
        }

        var end = CreateEnd(isSound, steps);
        if (end is [.., CloseStep { Kind: CloseKind.Never }]
            && !UpstreamProof.Of(new Exchange { Steps = [.. steps, .. end], Place = SourcePlace.Generated }).HasVisibleEnd)
        {
            // Damage before the sentinel may hide it.
            end.RemoveAt(end.Count - 1);
        }

        var presented = StepPresenter.Present([.. steps, .. end], _random);
        var wire = CreateWire();
        return new Exchange
        {
            Steps = presented,
            // There are no bytes to present in an empty answer.
            Wire = presented.Count > 0 ? wire : new Wire(),
            Place = SourcePlace.Generated,
        };
    }

    private IEnumerable<UpstreamStep> CreateBody()
    {
        List<UpstreamStep> body = [];
        var hasCalls = false;
        for (var left = _random.NextBelow(MostSegments); left > 0; left--)
        {
            var isCalls = _random.NextChance(25);
            hasCalls |= isCalls;
            body.AddRange(isCalls ? _calls.Create() : _deltas.CreateSegment());
        }

        if (_style.NamesRole)
        {
            body.Insert(0, _deltas.CreateRole());
        }

        for (var noise = _random.NextChance(40) ? _random.NextBetween(1, 4) : 0; noise > 0; noise--)
        {
            body.Insert(_random.NextBelow(body.Count + 1), _deltas.CreateNoise());
        }

        if (_random.NextChance(6))
        {
            body.Insert(_random.NextBelow(body.Count + 1), _deltas.OtherChoice());
        }

        return [.. body, .. Finish(hasCalls)];
    }

    private IEnumerable<UpstreamStep> Finish(bool hasCalls)
    {
        var reason = _random.NextBelow(100) switch
        {
            < 75 => hasCalls ? "tool_calls" : "stop",
            < 82 => "stop",
            < 89 => "length",
            < 92 => "content_filter",
            < 94 => "function_call",
            < 95 => "end_turn",
            < 96 => "eos",
            < 97 => "error",
            < 98 => "",
            < 99 => null,
            _ => "odd_reason",
        };
        switch (_style.Usage)
        {
            case "finish":
                return [StepMaker.Finish(reason), CreateUsage(onFinish: true)];
            case "alone":
                return [StepMaker.Finish(reason), CreateUsage(onFinish: false)];
            case "groq":
                return
                [
                    StepMaker.Chunk(new JsonObject
                    {
                        ["id"] = "c", ["object"] = "chat.completion.chunk", ["created"] = 1, ["model"] = "m",
                        ["choices"] = new JsonArray(new JsonObject
                        {
                            ["index"] = 0,
                            ["delta"] = new JsonObject(),
                            ["finish_reason"] = reason,
                        }),
                        ["x_groq"] = new JsonObject
                        {
                            ["id"] = "req",
                            ["usage"] = new JsonObject { ["prompt_tokens"] = 3, ["completion_tokens"] = 4, ["total_tokens"] = 7 },
                        },
                    }),
                ];
            default:
                return _random.NextChance(15)
                    ? [StepMaker.Choice(new JsonObject
                    {
                        ["index"] = 0,
                        ["delta"] = new JsonObject { ["content"] = _texts.CreateText() },
                        ["finish_reason"] = reason,
                    })]
                    : [StepMaker.Finish(reason)];
        }
    }

    private UpstreamStep CreateUsage(bool onFinish) => StepMaker.Usage(
        _random.NextBelow(1000),
        _random.NextBelow(1000),
        _random.NextChance(40) ? _random.NextBelow(3) : null,
        _random.NextChance(40) ? _random.NextBelow(3) : null,
        onFinish);

    private List<UpstreamStep> CreateEnd(bool isSound, List<UpstreamStep> steps)
    {
        if (isSound || _random.NextChance(40))
        {
            return [StepMaker.Done("[DONE]")];
        }

        switch (_random.NextBelow(8))
        {
            case 0:
                // Cut anywhere.
                var kept = _random.NextBelow(steps.Count + 1);
                steps.RemoveRange(kept, steps.Count - kept);
                return CreateClosing();
            case 1:
                return [StepMaker.Done(_random.Pick("DONE", " [DONE] ", "[DONE] "))];
            case 2:
                return [StepMaker.Done("[DONE]"), StepMaker.Close(CloseKind.Never)];
            case 3:
                return [StepMaker.Done("[DONE]"), StepMaker.Text("late"), StepMaker.Finish("stop"), StepMaker.Done("[DONE]")];
            case 4:
                return [StepMaker.Done("[DONE]"), .. CreateClosing()];
            default:
                return CreateClosing();
        }
    }

    private List<UpstreamStep> CreateClosing() => _random.NextBelow(6) switch
    {
        0 => [StepMaker.Close(CloseKind.Truncate)],
        1 => [StepMaker.Close(CloseKind.MidChunk)],
        2 => [StepMaker.Close(CloseKind.Reset)],
        3 => [StepMaker.Close(CloseKind.Clean)],
        _ => [],
    };

    private Wire CreateWire() => new()
    {
        Newline = _random.Pick(Newline.Lf, Newline.Lf, Newline.Lf, Newline.Crlf, Newline.Cr),
        Bom = _random.NextChance(5),
        Space = !_random.NextChance(10),
        Split = _random.NextBelow(8) switch
        {
            0 => new Split { Every = 1 },
            1 => new Split { Every = _random.NextBetween(2, 9) },
            2 => new Split { Chars = true },
            _ => null,
        },
        Coding = _random.NextChance(5) ? _random.Pick(ContentCoding.Gzip, ContentCoding.Brotli, ContentCoding.Deflate) : null,
    };

    private Exchange CreateRefusal()
    {
        var status = _random.Pick(400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 529);
        JsonNode body = _random.NextBelow(5) switch
        {
            0 => "<html><body>Bad gateway</body></html>",
            1 => new JsonObject { ["detail"] = new JsonArray(new JsonObject { ["msg"] = "field required", ["type"] = "missing" }) },
            2 => "",
            3 => new JsonObject { ["error"] = _texts.CreateText() },
            _ => new JsonObject { ["error"] = new JsonObject { ["message"] = "No "
                + _texts.CreateText(), ["type"] = "t", ["param"] = null, ["code"] = _random.Pick<JsonNode?>("c", 7, null) } },
        };
        return new Exchange
        {
            Status = status,
            Headers = [KeyValuePair.Create("retry-after", "0")],
            Body = StepMaker.Json(body),
            Place = SourcePlace.Generated,
        };
    }

    /// <summary>Returns a stream was asked for, and one body comes.</summary>
    private Exchange CreateCompletion() => new()
    {
        Body = StepMaker.Json(new JsonObject
        {
            ["id"] = "c",
            ["object"] = "chat.completion",
            ["created"] = 1,
            ["model"] = "m",
            ["choices"] = new JsonArray(new JsonObject
            {
                ["index"] = 0,
                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = _texts.CreateWords() },
                ["finish_reason"] = _random.Pick("stop", "length"),
            }),
            ["usage"] = new JsonObject { ["prompt_tokens"] = 1, ["completion_tokens"] = 2, ["total_tokens"] = 3 },
        }),
        Place = SourcePlace.Generated,
    };
}
