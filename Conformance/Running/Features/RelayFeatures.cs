using Scenarios.Model;

namespace Conformance.Running.Features;

/// <summary>The optional features of relays, and those that a case needs.</summary>
internal static class RelayFeatures
{
    public const string NonStream = "non-stream";
    public const string State = "state";
    public const string Retrieve = "retrieve";
    public const string Background = "background";
    public const string Models = "models";
    public const string Operations = "operations";
    public const string CustomTools = "custom-tools";
    public const string HostedTools = "hosted-tools";
    public const string ToolSearch = "tool-search";
    public const string Compaction = "compaction";
    public const string Namespaces = "namespaces";
    public const string Images = "images";
    public const string Reasoning = "reasoning";
    public const string ReasoningInput = "reasoning-input";
    public const string EncryptedReasoning = "encrypted-reasoning";
    public const string Retries = "retries";
    public const string TurnState = "turn-state";
    public const string KeepAlive = "keep-alive";
    public const string Clocks = "clocks";

    /// <summary>The features by name, each with what it means.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new(NonStream, "answers `stream: false` with one JSON body"),
        new(State, "continues a stored response by `previous_response_id`"),
        new(Retrieve, "serves stored responses: `GET`, `DELETE`, `cancel`, `input_items`"),
        new(Background, "runs a response with `background: true`"),
        new(Models, "lists models at `GET /v1/models`"),
        new(Operations, "serves health and metrics endpoints"),
        new(CustomTools, "translates tools of type `custom`"),
        new(HostedTools, "translates the tools `local_shell` and `shell`"),
        new(ToolSearch, "translates a `tool_search` that the client runs, and offers the tools that it found"),
        new(Compaction, "compacts a conversation: `compaction_trigger`, `POST /v1/responses/compact`"),
        new(Namespaces, "translates tools of type `namespace`"),
        new(Images, "forwards images, audio and files to the upstream"),
        new(Reasoning, "returns the upstream's reasoning"),
        new(ReasoningInput, "sends the reasoning of earlier turns back to the upstream"),
        new(EncryptedReasoning, "returns reasoning to the client as `encrypted_content`"),
        new(Retries, "retries after a temporary failure of the upstream"),
        new(TurnState, "forwards `x-codex-turn-state` in both directions"),
        new(KeepAlive, "sends comments while the upstream is silent"),
        new(Clocks, "ends an answer if the upstream is silent for too long"),
    ];

    /// <summary>Returns the features that a relay must have for the case to apply.</summary>
    public static IReadOnlySet<string> NeededBy(Scenario scenario)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in scenario.Turns)
        {
            needed.UnionWith(RequestNeeds.ListFeatures(turn, scenario));
            needed.UnionWith(UpstreamNeeds.ListFeatures(turn));
            needed.UnionWith(OutcomeNeeds.ListFeatures(turn, scenario));
        }

        return needed;
    }
}
