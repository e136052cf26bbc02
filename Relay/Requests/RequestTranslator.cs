using System.Text.Json;
using System.Text.Unicode;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Requests.Conversation;
using Relay.Requests.History;
using Relay.Requests.Input;
using Relay.Requests.Settings;
using Relay.Requests.Tools;
using Relay.Requests.Writing;
using Relay.Sealing;

namespace Relay.Requests;

/// <summary>Translates a Responses request into a chat request. It does no I/O and uses neither clock nor log.</summary>
internal static class RequestTranslator
{
    /// <summary>Translates a request without changing the model's name.</summary>
    /// <param name="body">The request's bytes. Unpaired surrogate escapes are replaced in place.</param>
    /// <param name="policies">The policies of the upstream.</param>
    /// <param name="id">The id of the response.</param>
    /// <param name="createdAt">The time of the response in seconds since 1970.</param>
    /// <param name="problem">The first problem of the request; <see langword="null"/> on success.</param>
    /// <param name="seal">Decrypts reasoning that the client sent back; without it only readable reasoning is used.</param>
    /// <param name="rules">The rules for the chat request; the relay's own without them.</param>
    public static TranslatedRequest? Translate(
        Memory<byte> body,
        RelayPolicies policies,
        string id,
        long createdAt,
        out ApiError? problem,
        ReasoningSeal? seal = null,
        RequestRules? rules = null)
    {
        using var request = Parse(body, out problem);
        if (request is null)
        {
            return null;
        }

        var target = new RequestTarget(request.Model, policies, ChatParameters.None, seal) { Rules = rules ?? new RequestRules() };
        return Translate(request, target, RequestHistory.None, id, createdAt, out problem);
    }

    /// <summary>Translates a request for its upstream.</summary>
    /// <param name="parsed">The parsed request.</param>
    /// <param name="target">The upstream.</param>
    /// <param name="history">The stored items of earlier turns.</param>
    /// <param name="id">The id of the response.</param>
    /// <param name="createdAt">The time of the response in seconds since 1970.</param>
    /// <param name="problem">The first problem of the request; <see langword="null"/> on success.</param>
    public static TranslatedRequest? Translate(
        ParsedRequest parsed, RequestTarget target, RequestHistory history, string id, long createdAt, out ApiError? problem)
    {
        var check = new RequestCheck();
        var chat = target.Rules.Shape(Read(parsed.Root, target, history, check), target.Client);
        if (target.Policies.CallIds is CallIds.NineLetters)
        {
            ShortCallIds.Apply(chat.Messages);
        }

        WarnSchemas(chat, check);
        problem = check.Problem;
        return problem is null
            ? new TranslatedRequest(
                target.Parameters.Apply(ChatRequestWriter.Write(chat)),
                chat.Stream,
                EchoReader.Read(parsed.Root, chat, parsed.Model, id, createdAt),
                check.Warnings)
            : null;
    }

    private static void WarnSchemas(ChatRequest chat, RequestCheck check)
    {
        foreach (var tool in chat.CompletesSchemas ? chat.Tools : [])
        {
            if (tool.Parameters is not { } parameters)
            {
                continue;
            }

            var name = RequestCheck.QuoteName(tool.Name);
            if (ToolSchemaWriter.ChangesType(parameters))
            {
                check.Warn($"The parameters of the tool {name} are not the schema of an object, and were sent as one.");
            }

            if (ToolSchemaWriter.HasIncomplete(parameters))
            {
                check.Warn(
                    $"Nested schemas of the tool {name} lack the properties of an object or the items of an array, which were added.");
            }
        }
    }

    /// <summary>Parses a request as far as necessary to select its upstream.</summary>
    /// <param name="body">The request's bytes. Unpaired surrogate escapes are replaced in place.</param>
    /// <param name="problem">The problem of the request; <see langword="null"/> on success.</param>
    public static ParsedRequest? Parse(Memory<byte> body, out ApiError? problem)
    {
        if (ParseJson(body, out problem) is not var (root, document))
        {
            return null;
        }

        var check = new RequestCheck();
        var model = root.ValueKind is JsonValueKind.Object ? ReadModel(root, check) : "";
        problem = root.ValueKind is JsonValueKind.Object
            ? check.Problem
            : ApiError.InvalidRequest("invalid_type", "The request body is not a JSON object.", "");
        if (problem is null)
        {
            return new ParsedRequest(root, document, model);
        }

        document?.Dispose();
        return null;
    }

    private static (JsonElement Root, JsonDocument? Document)? ParseJson(Memory<byte> body, out ApiError? problem)
    {
        if (!Utf8.IsValid(body.Span))
        {
            problem = ApiError.InvalidRequest("invalid_json", "The request body is not valid UTF-8.", "");
            return null;
        }

        LoneSurrogates.Mend(body.Span);
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = RequestLimits.MaxDepth };
            problem = null;
            if (body.Length > LargeJson.Least)
            {
                return (LargeJson.Parse(WithoutByteOrderMark(body), options), null);
            }

            var document = JsonDocument.Parse(WithoutByteOrderMark(body), options);
            return (document.RootElement, document);
        }
        catch (JsonException exception)
        {
            problem = ApiError.InvalidRequest(
                "invalid_json",
                $"The request body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).",
                "");
            return null;
        }
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? body[3..] : body;

    private static ChatRequest Read(JsonElement request, RequestTarget target, RequestHistory history, RequestCheck check)
    {
        var policies = target.Policies;
        var settings = new SettingReader(check, policies);
        var tools = new ToolReader(check, policies);
        settings.ReportUnsupportedMembers(request);
        settings.CheckRepeatedMembers(request);
        var declared = tools.ReadTools(request, history);
        var update = ConfigurationUpdate.Read(request, history, policies, check);
        var carried = settings.ReadCarried(request, update);
        if (ReadCompaction(request, target, check) is not CompactionForm.None and var form)
        {
            return CreateCompaction(request, target, history, check, form, declared, carried);
        }

        var choice = new ToolChoiceReader(check, policies, declared);
        var format = new FormatReader(check, policies);
        if (tools.WebSearch is { } search)
        {
            carried.Add(WebSearchTool.CreateSetting(search, policies.WebSearch));
        }

        UnsupportedMembers.AddWarnings(request, check);
        var responseFormat = format.Read(request, update);
        var toolChoice = choice.Read(request);
        if (policies.ForcedChoice is ForcedChoice.NoThinking && toolChoice is { Mode: "required" } or { Function: not null })
        {
            EffortSetting.DisableReasoning(policies.EffortField, carried, check);
        }
        else
        {
            EffortSetting.WarnLostLevel(policies.EffortField, carried, check);
        }

        return new ChatRequest
        {
            Model = target.Model,
            Stream = check.ReadFlag(request, "stream", "") ?? false,
            AsksForUsage = policies.StreamUsage is StreamUsage.On,
            Messages = new MessageRepair(check, policies).Apply(
                new InputReader(check, declared, policies, history, target.Seal, target.Rules.CreateConversation(check, policies))
                    .Read(request, format.Instruction)),
            Tools = choice.Allowed,
            ToolOrigins = declared.Origins,
            ToolChoice = toolChoice,
            ParallelToolCalls = settings.ReadParallelCalls(request),
            Settings = carried,
            Logprobs = settings.ReadLogprobs(request),
            ResponseFormat = responseFormat,
            CompletesSchemas = policies.ToolSchema is ToolSchema.Complete,
            KeepsStrictSchema = policies.StrictSchema is StrictSchema.Keep,
            ReasoningField = policies.ReasoningField,
        };
    }

    private static CompactionForm ReadCompaction(JsonElement request, RequestTarget target, RequestCheck check) =>
        target.IsCompactEndpoint ? CompactionForm.Resource
            : CompactionTrigger.IsAtEnd(request, target.Policies, check) ? CompactionForm.Item
            : CompactionForm.None;

    /// <summary>Creates the request for a summary: the conversation and a question, without tools and without a text format.</summary>
    private static ChatRequest CreateCompaction(
        JsonElement request,
        RequestTarget target,
        RequestHistory history,
        RequestCheck check,
        CompactionForm form,
        ToolNameMap tools,
        List<(string Name, JsonElement Value)> settings)
    {
        var policies = target.Policies;
        UnsupportedMembers.AddWarnings(request, check);
        var conversation = target.Rules.CreateConversation(check, policies);
        return new ChatRequest
        {
            Model = target.Model,
            Stream = form is CompactionForm.Item && (check.ReadFlag(request, "stream", "") ?? false),
            AsksForUsage = policies.StreamUsage is StreamUsage.On,
            Messages = new MessageRepair(check, policies).Apply(
                new InputReader(check, tools, policies, history, target.Seal, conversation)
                    .Read(request, format: null, CompactionTrigger.Question)),
            Tools = [],
            ToolOrigins = tools.Origins,
            Compaction = form,
            Settings = [.. settings.Where(static setting => setting.Name is not ("stop" or "top_logprobs"))],
            ReasoningField = policies.ReasoningField,
        };
    }

    private static string ReadModel(JsonElement request, RequestCheck check)
    {
        var model = check.ReadRequiredText(request, "model", "");
        if (model.Length == 0)
        {
            check.ReportWrongValue("model", "", "the name of a model");
        }

        return model;
    }
}
