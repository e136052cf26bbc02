using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Clients.Models;

/// <summary>OpenAI's Agents SDK for JavaScript, as a streamed run with its tools reads.</summary>
internal sealed class AgentsView : IClientView
{
    private static readonly string[] Statuses = ["in_progress", "completed", "incomplete"];

    public ClientInfo Info { get; } = new(
        "agents", "`@openai/agents`", "0.20.0",
        "Text and tool calls only from the `output` of the final response. If it is empty, the request is repeated until the turn limit.",
        "ModelBehaviorError: … unsuccessful terminal state \"response.incomplete\".",
        "the `error` event throws an APIError with the message; `response.failed` alone throws a ModelBehaviorError without a message",
        "stops at `[DONE]`, else waits");

    public ClientView Read(ClientStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (HttpRefusal.Is(stream))
        {
            var told = new ClientFailure(
                HttpRefusal.SdkClass(stream.Status), $"{stream.Status} {HttpRefusal.ReadMessage(stream) ?? "status code (no body)"}");
            return new ClientView { Failure = told, Retries = HttpRefusal.IsRetriedBySdks(stream.Status) };
        }

        JsonElement? final = null;
        foreach (var received in stream.Events.TakeWhile(one => !one.IsDoneMarker))
        {
            if (received.Json is not { } json)
            {
                return CreateFailure("SyntaxError", $"no JSON: {received.Data}");
            }

            switch (received.Type)
            {
                case "error":
                    return CreateFailure("APIError", ResponseParts.ErrorMessage(json) ?? "");
                case "response.failed" or "response.incomplete":
                    return CreateFailure(
                        "ModelBehaviorError", $"OpenAI Responses request ended with unsuccessful terminal state \"{received.Type}\".");
                case "response.completed":
                    final = json.Member("response");
                    break;
            }
        }

        return stream.BreaksOff ? CreateFailure("TypeError", "terminated")
            : final is not { } response ? CreateFailure("ModelBehaviorError", "Model did not produce a final response!")
            : CreateView(response) with { Waits = stream.End == StreamEnd.TimedOut && !stream.HasDoneMarker };
    }

    private static ClientView CreateView(JsonElement response)
    {
        if (!response.Member("output").IsArray())
        {
            return CreateFailure("TypeError", "Cannot read properties of undefined (reading 'map')");
        }

        var output = response.Member("output").Elements();
        if (WhyUnfit(output) is { } path)
        {
            return CreateFailure("ZodError", $"Invalid input at {path}");
        }

        var calls = ResponseParts.ReadCalls(output);
        if (output.All(item => item.ReadType() == "reasoning") || calls.DistinctBy(call => call.Id).Count() < calls.Count)
        {
            return CreateFailure("MaxTurnsExceededError", "Max turns (10) exceeded");
        }

        var usage = ResponseParts.ReadUsage(response);
        return new ClientView
        {
            Text = ResponseParts.OutputText(output),
            Reasoning = string.Concat(output.Where(item => item.ReadType() == "reasoning").Select(JoinReasoning)),
            Calls = calls,
            Usage = usage is null
                ? new ClientUsage(0, 0, 0, 0)
                : usage with { Cached = usage.Cached ?? 0, Reasoning = usage.Reasoning ?? 0 },
            StopReason = "final",
            Failure = FindRefusal(output) is { } refusal
                ? new ClientFailure("ModelRefusalError", $"Model refused to produce output: {refusal}")
                : null,
            Items = output,
        };
    }

    private static string JoinReasoning(JsonElement item) =>
        ResponseParts.ReadSummary(item) is { Length: > 0 } summary ? summary : ResponseParts.ReasoningText(item);

    /// <summary>Returns a refusal ends the run, unless tools are to be run first.</summary>
    private static string? FindRefusal(IReadOnlyList<JsonElement> output) => output.Any(ResponseParts.IsCall) ? null : output
        .SelectMany(item => item.Member("content").Elements())
            .Where(part => part.ReadType() == "refusal")
            .Select(part => part.Member("refusal").Text())
            .FirstOrDefault();

    private static string? WhyUnfit(IReadOnlyList<JsonElement> output)
    {
        for (var index = 0; index < output.Count; index++)
        {
            var item = output[index];
            var member = item.ReadType() switch
            {
                "message" when !Statuses.Contains(item.Member("status").Text()) => "status",
                "function_call" or "custom_tool_call" when item.Member("call_id").Text() is null => "callId",
                "function_call" or "custom_tool_call" when item.Member("name").Text() is null => "name",
                _ => null,
            };
            if (member is not null)
            {
                return $"response.output.{index}.{member}";
            }
        }

        return null;
    }

    private static ClientView CreateFailure(string type, string message) => new() { Failure = new ClientFailure(type, message) };
}
