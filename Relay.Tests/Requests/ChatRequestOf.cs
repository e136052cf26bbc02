using System.Text;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Requests;

namespace Relay.Tests.Requests;

/// <summary>A request, translated under policies: what the vendor would get, or what is wrong.</summary>
internal sealed class ChatRequestOf
{
    public ChatRequestOf(string members, params string[] policies)
    {
        var set = Policies(policies);
        var body = Encoding.UTF8.GetBytes($$"""{"model":"m",{{members}}}""");
        var request = RequestTranslator.Translate(body, set, "resp_1", 1, out var problem, rules: new ProfileMap().Resolve(set).Requests);
        Chat = request is null ? null : JsonNode.Parse(request.Chat.Span);
        Request = request;
        Problem = problem;
    }

    public JsonNode? Chat { get; }

    public TranslatedRequest? Request { get; }

    public ApiError? Problem { get; }

    public IReadOnlyList<string> Warnings => Request!.Warnings;

    /// <summary>The messages in a line each: role, text or kinds of parts, reasoning, calls.</summary>
    public IReadOnlyList<string> Messages => [.. Chat!["messages"]!.AsArray().Select(static message => Line(message!.AsObject()))];

    /// <summary>A member as compact JSON; empty when it is not there.</summary>
    public string Member(string name) => Chat![name]?.ToJsonString() ?? "";

    private static RelayPolicies Policies(string[] settings)
    {
        var policies = RelayPolicies.Default;
        foreach (var setting in settings)
        {
            var (name, value) = (setting.Split('=')[0], setting.Split('=')[1]);
            Assert.That(PolicyCatalog.TrySet(policies, name, value, out policies, out var problem), problem);
        }

        return policies;
    }

    private static string Line(JsonObject message)
    {
        string?[] words =
        [
            (string?)message["role"],
            (string?)message["tool_call_id"],
            message["content"] is JsonArray parts
                ? $"[{string.Join(',', parts.Select(static part => (string?)part!["type"]))}]"
                : (string?)message["content"],
            message["reasoning_content"] is { } thought ? $"({thought})" : null,
            message["reasoning"] is { } other ? $"<{other}>" : null,
            .. message["tool_calls"]?.AsArray()
                .Select(static call => $"{call!["id"]}:{call["function"]!["name"]}{call["function"]!["arguments"]}") ?? [],
        ];
        return string.Join(' ', words.Where(static word => word is not null));
    }
}
