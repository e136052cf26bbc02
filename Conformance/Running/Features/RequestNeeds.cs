using System.Text.Json;
using Scenarios.Model;

namespace Conformance.Running.Features;

/// <summary>The features that a client's request uses.</summary>
/// <remarks>
/// A relay without a kind of tool or input refuses it or leaves it out. A case in which nothing may reach the upstream expects just that
/// refusal, so that it needs no such feature.
/// </remarks>
internal static class RequestNeeds
{
    private const string Endpoint = "/v1/responses";
    private const string TurnStateHeader = "x-codex-turn-state";

    public static IEnumerable<string> ListFeatures(Turn turn, Scenario scenario)
    {
        var client = turn.Client;
        var needs = client.Http is { } other ? OfEndpoint(other) : client.Stream ? [] : [RelayFeatures.NonStream];
        if (client.Headers.Any(static header => string.Equals(header.Key, TurnStateHeader, StringComparison.OrdinalIgnoreCase)))
        {
            needs = needs.Append(RelayFeatures.TurnState);
        }

        if (client.HangUpAfter?.Type == Recording.EventScanner.Comment)
        {
            needs = needs.Append(RelayFeatures.KeepAlive);
        }

        var body = client.Http?.Body ?? client.Body;
        return body.ValueKind == JsonValueKind.Object ? needs.Concat(OfBody(body, isAsked: turn.Upstream.Count > 0, scenario)) : needs;
    }

    private static IEnumerable<string> OfEndpoint(EndpointRequest request)
    {
        var path = request.Path.Split('?')[0];
        return path switch
        {
            Endpoint => AsksForABody(request) ? [RelayFeatures.NonStream] : [],
            Endpoint + "/compact" => [RelayFeatures.Compaction],
            "/v1/models" => [RelayFeatures.Models],
            _ when path.StartsWith("/v1/models/", StringComparison.Ordinal) => [RelayFeatures.Models],
            _ when path.StartsWith(Endpoint + "/", StringComparison.Ordinal) => [RelayFeatures.Retrieve],
            _ => [RelayFeatures.Operations],
        };
    }

    // A body that is not an object and a method other than POST are rejected in every mode.
    private static bool AsksForABody(EndpointRequest request) =>
        request is { Method: "POST", Body: { ValueKind: JsonValueKind.Object } body }
            && !(Member(body, "stream") is { ValueKind: JsonValueKind.True });

    private static IEnumerable<string> OfBody(JsonElement body, bool isAsked, Scenario scenario)
    {
        if (Member(body, "previous_response_id") is { ValueKind: JsonValueKind.String } || Member(body, "conversation") is not null)
        {
            yield return RelayFeatures.State;
        }

        if (Member(body, "background") is { ValueKind: JsonValueKind.True })
        {
            yield return RelayFeatures.Background;
        }

        var carries = Items(body, "include").Any(static one => Text(one) == "reasoning.encrypted_content");
        if (carries && (scenario.Turns.Count > 1 || scenario.Tags.Contains("reasoning", StringComparer.Ordinal)))
        {
            yield return RelayFeatures.EncryptedReasoning;
        }

        foreach (var item in Items(body, "input"))
        {
            foreach (var need in OfItem(item, isAsked))
            {
                yield return need;
            }
        }

        foreach (var need in isAsked ? Items(body, "tools").SelectMany(OfTool) : [])
        {
            yield return need;
        }
    }

    private static IEnumerable<string> OfItem(JsonElement item, bool isAsked)
    {
        switch (Text(Member(item, "type")))
        {
            // Only an item that the relay itself gave out can be looked up.
            case "item_reference" when Text(Member(item, "id"))?.StartsWith('$') == true:
                return [RelayFeatures.State];
            case "reasoning" when !isAsked && Member(item, "encrypted_content") is not null:
                return [RelayFeatures.EncryptedReasoning];
            case "additional_tools" when isAsked:
                return Items(item, "tools").SelectMany(OfTool);
            case "custom_tool_call" or "custom_tool_call_output" or "apply_patch_call" or "apply_patch_call_output" when isAsked:
                return [RelayFeatures.CustomTools];
            case "local_shell_call" or "local_shell_call_output" or "shell_call" or "shell_call_output" when isAsked:
                return [RelayFeatures.HostedTools];
            case "tool_search_call" or "tool_search_output" when isAsked:
                return Items(item, "tools").SelectMany(OfTool).Prepend(RelayFeatures.ToolSearch);
            case "compaction_trigger" or "compaction" when isAsked:
                return [RelayFeatures.Compaction];
            case "function_call" when isAsked && Member(item, "namespace") is not null:
                return [RelayFeatures.Namespaces];
        }

        return isAsked && Items(item, "content").Concat(Items(
            item, "output")).Any(static part => Text(Member(part, "type")) is "input_image" or "input_file" or "input_audio")
            ? [RelayFeatures.Images]
            : [];
    }

    private static IEnumerable<string> OfTool(JsonElement tool) => Text(Member(tool, "type")) switch
    {
        null or "function" => [],
        "custom" or "apply_patch" => [RelayFeatures.CustomTools],
        "namespace" => Items(tool, "tools").SelectMany(OfTool).Prepend(RelayFeatures.Namespaces),
        "local_shell" or "shell" when Text(Member(Member(tool, "environment")
            ?? default, "type"))?.StartsWith("container", StringComparison.Ordinal) != true => [RelayFeatures.HostedTools],
        "tool_search" when Text(Member(tool, "execution")) == "client" => [RelayFeatures.ToolSearch],

        // Tools that OpenAI itself runs, such as web_search or a shell in a container, are left out or refused by every relay.
        _ => [],
    };

    private static IEnumerable<JsonElement> Items(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;

    private static string? Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
