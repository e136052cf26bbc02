using System.Text.Json;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Features that an honest relay may lack, and which of them a case needs.</summary>
internal static class RelayFeatures
{
    /// <summary>The feature that the parity of a stream and a body needs, too.</summary>
    public const string NonStream = "non-stream";

    /// <summary>The features by name, each with what it means.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> All { get; } =
    [
        new("non-stream", "answers `stream: false` with one JSON body"),
        new("state", "continues a stored response by `previous_response_id`"),
        new("retrieve", "serves stored responses: `GET`, `DELETE`, `cancel`, `input_items`"),
        new("background", "runs a response with `background: true`"),
        new("models", "lists models at `GET /v1/models`"),
        new("operations", "serves health and metrics endpoints of its own"),
        new("custom-tools", "translates tools of type `custom`"),
        new("hosted-tools", "translates `web_search` and other hosted tools"),
        new("namespaces", "translates tools of type `namespace`"),
        new("images", "passes images, audio and files to the upstream"),
        new("reasoning", "shows the upstream's reasoning"),
        new("encrypted-reasoning", "hands reasoning back to the upstream by `encrypted_content`"),
        new("retries", "asks the upstream again after a failure it may recover from"),
        new("turn-state", "passes `x-codex-turn-state` in both directions"),
        new("keep-alive", "sends comments while the upstream is silent"),
        new("clocks", "ends an answer itself when the upstream is silent for too long"),
    ];

    /// <summary>The features a case needs.</summary>
    public static IReadOnlySet<string> NeededBy(Scenario scenario)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var turn in scenario.Turns)
        {
            AddClient(turn.Client, needed);
            AddUpstream(turn, needed);
        }

        return needed;
    }

    private static void AddClient(ClientRequest client, HashSet<string> needed)
    {
        if (client.Http is { } other)
        {
            needed.Add(FeatureOf(other));
        }

        if (!client.Stream && client.Http is null)
        {
            needed.Add("non-stream");
        }

        if (client.Headers.Any(header => string.Equals(header.Key, "x-codex-turn-state", StringComparison.OrdinalIgnoreCase)))
        {
            needed.Add("turn-state");
        }

        AddBody(client.Body, needed);
    }

    private static void AddBody(JsonElement body, HashSet<string> needed)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (body.TryGetProperty("previous_response_id", out var previous) && previous.ValueKind == JsonValueKind.String)
        {
            needed.Add("state");
        }

        if (body.TryGetProperty("background", out var background) && background.ValueKind == JsonValueKind.True)
        {
            needed.Add("background");
        }

        if (body.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array)
        {
            foreach (var tool in tools.EnumerateArray())
            {
                AddTool(tool, needed);
            }
        }

        var text = body.GetRawText();
        AddWhere(text, "images", ["\"input_image\"", "\"input_file\"", "\"input_audio\""], needed);
        AddWhere(text, "encrypted-reasoning", ["\"encrypted_content\"", "reasoning.encrypted_content"], needed);
        AddWhere(text, "custom-tools", ["\"custom_tool_call\"", "\"custom_tool_call_output\""], needed);
    }

    private static void AddTool(JsonElement tool, HashSet<string> needed)
    {
        var type = tool.ValueKind == JsonValueKind.Object && tool.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        var feature = type switch
        {
            null or "function" => null,
            "custom" or "apply_patch" => "custom-tools",
            "namespace" => "namespaces",
            _ => "hosted-tools",
        };
        if (feature is not null)
        {
            needed.Add(feature);
        }
    }

    private static void AddUpstream(Turn turn, HashSet<string> needed)
    {
        if (turn.Upstream.Count > 1)
        {
            needed.Add("retries");
        }
    }

    private static void AddWhere(string text, string feature, IReadOnlyList<string> signs, HashSet<string> needed)
    {
        if (signs.Any(sign => text.Contains(sign, StringComparison.Ordinal)))
        {
            needed.Add(feature);
        }
    }

    private static string FeatureOf(EndpointRequest request) => request.Path.Split('?')[0] switch
    {
        "/v1/responses" => "non-stream",
        "/v1/models" => "models",
        var path when path.StartsWith("/v1/responses/", StringComparison.Ordinal) => "retrieve",
        var path when path.StartsWith("/v1/", StringComparison.Ordinal) => "models",
        _ => "operations",
    };
}
