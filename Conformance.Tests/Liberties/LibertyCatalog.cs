using System.Text.Json.Nodes;

namespace Conformance.Tests.Liberties;

/// <summary>Relays that are right and differ from the bundled one. None of them may be accused.</summary>
internal static class LibertyCatalog
{
    private const string Text = "text/plain";
    private const string Call = "tools/args-split-missing-ids";
    private const string Calls = "tools/whole-calls-in-one-chunk";
    private const string Reasoning = "reasoning/reasoning-content";
    private const string Refusal = "text/refusal";
    private const string Truncated = "end/truncated-after-text";
    private const string Limit = "finish/length";
    private const string Erred = "errors/in-stream-after-text";
    private const string Refused = "errors/context-length-exceeded";

    private static readonly string[] Common = [Text, Call, Calls, Reasoning, Refusal, Truncated, Limit];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Liberty> All { get; } =
    [
        .. StreamForms(), .. ItemForms(), .. EndForms(), .. WireForms(), .. RequestForms(),
    ];

    private static IEnumerable<Liberty> StreamForms() =>
    [
        Stream("no-done-marker", Common, blocks => blocks.Where(block => !block.IsDone)),
        Stream("no-in-progress", Common, blocks => SseBlock.Number(blocks.Where(block => block.Type != "response.in_progress"))),
        Stream("queued-first", Common, blocks => SseBlock.Number(blocks.SelectMany(QueuedBehindCreated))),
        Stream("numbers-from-one", Common, blocks => SseBlock.Number(blocks, from: 1)),
        Stream("extra-members", Common, blocks => Items(
            [.. blocks.Select(block => block.Json is null ? block : block.With(AddMembers))], item => item["acme_cost"] = 0.25)),
        Stream("vendor-event", [Text, Call], blocks =>
            SseBlock.Number(blocks.SelectMany(block => block.Type == "response.in_progress" ? [block, Vendor()] : new[] { block }))),
        Stream("obfuscation", Common, blocks => Each(blocks, ".delta", json => json["obfuscation"] = "x7Jq")),
        Stream("one-character-a-delta", Common, blocks => SseBlock.Number(blocks.SelectMany(Slices))),
        Stream("one-delta-for-all", [Text, Call], blocks => SseBlock.Number(Joined(blocks))),
        Stream(
            "item-ids-of-another-shape",
            Common,
            blocks => Renamed(blocks, (id, number) => id.StartsWith("resp_", StringComparison.Ordinal) ? id : $"{number}/Ä-{id.Length}")),
        Stream(
            "response-id-of-another-shape",
            Common,
            blocks => Renamed(blocks, (id, _) => id.StartsWith("resp_", StringComparison.Ordinal) ? "0190b2f4-7c1a" : id)),
        Stream("another-model-name", [Text, Call], blocks => Responses(blocks, response => response["model"] = "vendor/model-x")) with
        {
            MapsModels = true,
        },
        Stream("more-usage-members", Common, blocks => Responses(blocks, AddUsage)),
        Stream(
            "no-usage-where-none-was-sent",
            ["usage/never-sent", "text/content-array", "text/refusal"],
            blocks => Responses(blocks, response => response["usage"] = null)),
        Stream("newer-response-members", Common, blocks => Responses(blocks, AddNewer)),
        Stream(
            "name-in-arguments-done",
            [Call, Calls],
            blocks => Each(blocks, "function_call_arguments.done", json => json["name"] = "get_weather")),
    ];

    private static IEnumerable<Liberty> ItemForms() =>
    [
        Stream(
            "reasoning-as-text",
            [Reasoning, "reasoning/then-tool-call", "reasoning/resumes-after-text"],
            blocks => SseBlock.Number(ReasoningForms.AsText(blocks))),
        Stream(
            "reasoning-hidden",
            [Reasoning, "reasoning/then-tool-call", "reasoning/resumes-after-text"],
            blocks => SseBlock.Number(ReasoningForms.Hidden(blocks))),
        Stream("reasoning-without-status", [Reasoning], blocks => Items(blocks, item => Remove(item, "reasoning", "status"))),
        Stream("encrypted-content-null", [Reasoning], blocks => Items(blocks, item => Set(item, "reasoning", "encrypted_content", null))),
        Stream("refusal-as-text", [Refusal], blocks => blocks.Select(RefusalForms.AsText)),
        Stream("message-phase", [Text], blocks => Items(blocks, item => Set(item, "message", "phase", "final_answer"))),
        Stream("calls-interleaved", [Calls], blocks => SseBlock.Number(CallLiberties.Interleaved(blocks))),
        Stream("text-in-two-parts", ["text/text-then-tool-then-text", Text], blocks => SseBlock.Number(PartForms.InTwo(blocks))),
        Stream("cut-call-left-out", ["arguments/truncated-by-length"], blocks => SseBlock.Number(CallLiberties.WithoutOpen(blocks))),
        Stream("bad-arguments-handed-on", ["arguments/no-json-at-finish"], blocks => SseBlock.Number(CallLiberties.HandedOn(blocks))),
        Stream(
            "no-annotations",
            [Text, Limit],
            blocks => blocks.Select(block => block.Json is null ? block : block.With(json => RemoveDeep(json, "annotations")))),
        Stream(
            "no-logprobs",
            Common,
            blocks => blocks.Select(block => block.Json is null ? block : block.With(json => RemoveDeep(json, "logprobs")))),
    ];

    private static IEnumerable<Liberty> EndForms() =>
    [
        Stream(
            "failed-without-error-event",
            [Truncated, Erred, "end/truncated-mid-call"],
            blocks => SseBlock.Number(blocks.Where(block => block.Type != "error"))),
        Stream("flat-error-event", [Truncated, Erred], blocks => Each(blocks, "error", json => json.Remove("error"))),
        Stream("nested-error-event", [Truncated, Erred], blocks => Each(blocks, "error", json => Remove(json, "code", "message", "param"))),
        Stream("error-param-null", [Truncated, Erred], blocks => Each(blocks, "error", json => json["param"] = null)),
        Stream("another-code-for-a-truncation", [Truncated, "end/truncated-mid-call"], blocks => Failures(blocks, "server_error")),
        Stream("own-code-for-a-truncation", [Truncated, "end/truncated-mid-call"], blocks => Failures(blocks, "acme_upstream_gone")),
        Stream(
            "open-items-closed-before-a-failure",
            [Truncated, "end/truncated-mid-call"],
            blocks => SseBlock.Number(FailureForms.Closed(blocks))),
        Stream("no-text-before-a-failure", [Truncated], blocks =>
            SseBlock.Number(blocks.Where(block => block.Json is null || block.Type is "response.created" or "error" || block.IsTerminal))),
        new Liberty(
            "errors-on-the-stream",
            Refused,
            "errors/insufficient-quota",
            "errors/server-error",
            "errors/unauthorised",
            "http/html-502") { ErrorsOnTheStream = true },
        new Liberty("failure-as-a-status", Truncated, "end/truncated-mid-call", "sse/last-event-unterminated") { FailureAsStatus = 502 },
    ];

    private static IEnumerable<Liberty> WireForms() =>
    [
        new Liberty("crlf-line-ends", Common) { Text = text => text.Replace("\n", "\r\n", StringComparison.Ordinal) },
        new Liberty("cr-line-ends", [Text, Call]) { Text = text => text.Replace('\n', '\r') },
        new Liberty("no-space-after-the-colon", Common) { Text = text => text.Replace(
            "\ndata: ", "\ndata:", StringComparison.Ordinal).Replace("event: ", "event:", StringComparison.Ordinal) },
        new Liberty("comments-between-events", Common)
        {
            Text = text => ": connected\n\n" + text.Replace("\n\n", "\n\n: ping\n\n", StringComparison.Ordinal),
        },
        new Liberty("no-event-lines", Common) { Wire = block => $"data: {block.Json!.ToJsonString()}\n\n" },
        new Liberty("data-before-event", Common) { Wire = block => $"data: {block.Json!.ToJsonString()}\nevent: {block.Type}\n\n" },
        new Liberty("data-on-several-lines", Common)
        {
            Wire = block =>
            {
                var lines = block.Json!.ToJsonString(new() { WriteIndented = true }).Split('\n');
                return $"event: {block.Type}\n{string.Concat(lines.Select(line => $"data: {line.TrimEnd('\r')}\n"))}\n";
            },
        },
        new Liberty("type-last", Common) { Wire = block => $"event: {block.Type}\ndata: {TypeLast(block.Json!).ToJsonString()}\n\n" },
        new Liberty("everything-escaped", Common)
        {
            Wire = block => $"event: {block.Type}\ndata: {Escaped(block.Json!.ToJsonString())}\n\n",
        },
    ];

    private static IEnumerable<Liberty> RequestForms() =>
    [
        Request("content-as-parts", ["request/instructions", Text, "turns/tool-loop"], request => Messages(request, AsParts)),
        Request(
            "developer-role",
            ["request/instructions"],
            request => Messages(request, message => Replace(message, "role", "system", "developer"))),
        Request("max-completion-tokens", ["request/sampling"], request => Rename(request, "max_tokens", "max_completion_tokens")),
        Request("extra-request-members", [Text, Call], request =>
        {
            request["user"] = "u-1";
            request["metadata"] = new JsonObject { ["trace"] = "1" };
            request["provider"] = new JsonObject { ["order"] = new JsonArray("a") };
        }),
        Request("defaults-spelled-out", [Text, Call], request => request["n"] = 1),
        Request("strict-spelled-out", [Call, Calls], request => Functions(request, function => function["strict"] ??= false)),
        Request("no-stream-options", [Text], request => request.Remove("stream_options")),
        Request("upstream-asked-for-another-model", [Text, Call, Calls], request => request["model"] = "vendor/model-x") with
        {
            MapsModels = true,
        },
    ];

    private static Liberty Stream(string name, string[] cases, Func<List<SseBlock>, IEnumerable<SseBlock>> form) =>
        new(name, cases) { Stream = form };

    private static Liberty Request(string name, string[] cases, Action<JsonObject> form) => new(name, cases) { Request = form };

    private static IEnumerable<SseBlock> QueuedBehindCreated(SseBlock block) => block.Type == "response.created"
        ? [block, block.With(json =>
        {
            json["type"] = "response.queued";
            json["response"]!["status"] = "queued";
        })]
        : [block];

    private static SseBlock Vendor() => new(new JsonObject { ["type"] = "acme:trace", ["sequence_number"] = 0, ["latency_ms"] = 12 });

    private static IEnumerable<SseBlock> Slices(SseBlock block) => block.Type.EndsWith(".delta", StringComparison.Ordinal)
        ? block.Json!["delta"]!.GetValue<string>().EnumerateRunes().Select(rune => block.With(json => json["delta"] = rune.ToString()))
        : [block];

    private static IEnumerable<SseBlock> Joined(List<SseBlock> blocks)
    {
        for (var index = 0; index < blocks.Count; index++)
        {
            var same = blocks.Skip(index).TakeWhile(block => block.Type == blocks[index].Type).ToList();
            if (!blocks[index].Type.EndsWith(".delta", StringComparison.Ordinal) || same.Count == 1)
            {
                yield return blocks[index];
                continue;
            }

            yield return blocks[index]
                .With(json => json["delta"] = string.Concat(same.Select(block => block.Json!["delta"]!.GetValue<string>())));
            index += same.Count - 1;
        }
    }

    private static IEnumerable<SseBlock> Renamed(List<SseBlock> blocks, Func<string, int, string> rename)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        return blocks.Select(block => block.Json is null ? block : block.With(json => Visit(json, (owner, name) =>
        {
            var isId = name == "item_id" || (name == "id" && (owner["object"] is not null || owner["type"] is not null));
            if (isId && owner[name]?.GetValueKind() == System.Text.Json.JsonValueKind.String)
            {
                var id = owner[name]!.GetValue<string>();
                owner[name] = names.TryGetValue(id, out var known) ? known : names[id] = rename(id, names.Count);
            }
        })));
    }

    private static IEnumerable<SseBlock> Each(List<SseBlock> blocks, string ending, Action<JsonObject> change) =>
        blocks.Select(block => block.Type.EndsWith(ending, StringComparison.Ordinal) ? block.With(change) : block);

    private static IEnumerable<SseBlock> Responses(List<SseBlock> blocks, Action<JsonObject> change) =>
        blocks.Select(block => block.Json?["response"] is JsonObject ? block.With(json => change((JsonObject)json["response"]!)) : block);

    private static IEnumerable<SseBlock> Items(List<SseBlock> blocks, Action<JsonObject> change) =>
        blocks.Select(block => block.Json is null ? block : block.With(json =>
        {
            if (json["item"] is JsonObject item)
            {
                change(item);
            }

            foreach (var output in (json["response"]?["output"] as JsonArray ?? []).OfType<JsonObject>())
            {
                change(output);
            }
        }));

    private static IEnumerable<SseBlock> Failures(List<SseBlock> blocks, string code) => blocks.Select(block => block.Type switch
    {
        "error" => block.With(json =>
        {
            json["code"] = code;
            json["error"]!["code"] = code;
        }),
        "response.failed" => block.With(json => json["response"]!["error"]!["code"] = code),
        _ => block,
    });

    private static void AddMembers(JsonObject json)
    {
        json["x_trace"] = "t-1";
        if (json["response"] is JsonObject response)
        {
            response["provider"] = new JsonObject { ["name"] = "acme" };
        }
    }

    private static void AddUsage(JsonObject response)
    {
        if (response["usage"] is JsonObject usage)
        {
            usage["input_tokens_details"]!["cache_write_tokens"] = 0;
            usage["cost"] = 0.01;
        }
    }

    private static void AddNewer(JsonObject response)
    {
        response["prompt_cache_retention"] = null;
        response["conversation"] = null;
        response["moderation"] = null;
        response["service_tier"] = "fast";
    }

    private static JsonObject TypeLast(JsonObject json)
    {
        var moved = (JsonObject)json.DeepClone();
        var type = moved["type"]!.DeepClone();
        moved.Remove("type");
        moved["type"] = type;
        return moved;
    }

    private static string Escaped(string json) => string.Concat(json.Select(unit => unit > 0x7e ? $"\\u{(int)unit:x4}" : unit.ToString()));

    private static void Remove(JsonObject json, params string[] members)
    {
        foreach (var member in members)
        {
            json.Remove(member);
        }
    }

    private static void Remove(JsonObject item, string type, string member)
    {
        if (item["type"]?.GetValue<string>() == type)
        {
            item.Remove(member);
        }
    }

    private static void Set(JsonObject item, string type, string member, string? value)
    {
        if (item["type"]?.GetValue<string>() == type)
        {
            item[member] = value;
        }
    }

    private static void RemoveDeep(JsonObject json, string member) => Visit(json, (owner, name) =>
    {
        if (name == member)
        {
            owner.Remove(member);
        }
    });

    private static void Visit(JsonNode? node, Action<JsonObject, string> visit)
    {
        switch (node)
        {
            case JsonObject owner:
                foreach (var name in owner.Select(member => member.Key).ToList())
                {
                    visit(owner, name);
                    Visit(owner[name], visit);
                }

                break;
            case JsonArray list:
                foreach (var element in list)
                {
                    Visit(element, visit);
                }

                break;
        }
    }

    private static void Messages(JsonObject request, Action<JsonObject> change)
    {
        foreach (var message in request["messages"]!.AsArray().OfType<JsonObject>())
        {
            change(message);
        }
    }

    private static void Functions(JsonObject request, Action<JsonObject> change)
    {
        foreach (var tool in (request["tools"] as JsonArray ?? []).OfType<JsonObject>())
        {
            change((JsonObject)tool["function"]!);
        }
    }

    private static void AsParts(JsonObject message)
    {
        if (message["content"]?.GetValueKind() == System.Text.Json.JsonValueKind.String)
        {
            message["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = message["content"]!.DeepClone() });
        }
    }

    private static void Replace(JsonObject json, string member, string from, string to)
    {
        if (json[member]?.GetValue<string>() == from)
        {
            json[member] = to;
        }
    }

    private static void Rename(JsonObject json, string from, string to)
    {
        if (json[from] is { } value)
        {
            json[to] = value.DeepClone();
            json.Remove(from);
        }
    }
}
