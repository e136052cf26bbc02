using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Checking;

namespace Relay.Requests.Settings;

/// <summary>Writes the reasoning effort in the vendor's member. Some vendors can only enable or disable reasoning.</summary>
internal static class EffortSetting
{
    private static readonly string[] Names = ["reasoning_effort", "reasoning", "thinking", "enable_thinking"];
    private static readonly JsonElement NoEffort = JsonElement.Parse("\"none\"");
    private static readonly JsonElement Low = JsonElement.Parse("\"low\"");
    private static readonly JsonElement High = JsonElement.Parse("\"high\"");
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement False = JsonElement.Parse("false");
    private static readonly JsonElement Enabled = JsonElement.Parse("""{"type":"enabled"}""");
    private static readonly JsonElement Disabled = JsonElement.Parse("""{"type":"disabled"}""");

    /// <summary>Disables reasoning, whatever effort the client requested.</summary>
    public static void DisableReasoning(EffortField field, List<(string Name, JsonElement Value)> settings, RequestCheck check)
    {
        settings.RemoveAll(static setting => Names.Contains(setting.Name));
        AddEffort(NoEffort, field, settings, check);
        check.Warn(
            "Reasoning is disabled in this turn, because the vendor rejects a tool_choice that forces a call while reasoning is enabled.");
    }

    /// <summary>Adds the effort that the client requested.</summary>
    public static void AddEffort(
        JsonElement effort, EffortField field, EffortWords words, List<(string Name, JsonElement Value)> settings, RequestCheck check)
    {
        AddEffort(words is EffortWords.LowHighMax ? MapToLowHighMax(effort, check) : effort, field, settings, check);
    }

    private static JsonElement MapToLowHighMax(JsonElement effort, RequestCheck check)
    {
        var word = effort.GetString();
        var (mapped, result) = word switch
        {
            "minimal" => ("low", Low),
            "medium" or "xhigh" => ("high", High),
            _ => (word, effort),
        };
        if (mapped != word)
        {
            check.Warn($"reasoning.effort '{word}' was sent as '{mapped}'.");
        }

        return result;
    }

    private static void AddEffort(
        JsonElement effort, EffortField field, List<(string Name, JsonElement Value)> settings, RequestCheck check)
    {
        var isEnabled = !effort.ValueEquals("none"u8);
        switch (field)
        {
            case EffortField.ReasoningEffort:
                settings.Add(("reasoning_effort", effort));
                break;
            case EffortField.ReasoningObject:
                settings.Add(("reasoning", JsonElement.Parse($$"""{"effort":{{effort.GetRawText()}}}""")));
                break;
            case EffortField.Thinking:
                settings.Add(("thinking", isEnabled ? Enabled : Disabled));
                break;
            case EffortField.EffortOrThinking:
                settings.Add(isEnabled ? ("reasoning_effort", effort) : ("thinking", Disabled));
                break;
            case EffortField.EnableThinking:
                settings.Add(("enable_thinking", isEnabled ? True : False));
                break;
            default:
                check.Warn("reasoning.effort was left out.");
                break;
        }
    }

    /// <summary>Adds a warning if the level of effort that the client requested is not sent.</summary>
    public static void WarnLostLevel(EffortField field, List<(string Name, JsonElement Value)> settings, RequestCheck check)
    {
        var isEnabled = settings.Exists(setting => (field, setting.Name) switch
        {
            (EffortField.Thinking, "thinking") => JsonElement.DeepEquals(setting.Value, Enabled),
            (EffortField.EnableThinking, "enable_thinking") => setting.Value.ValueKind is JsonValueKind.True,
            _ => false,
        });
        if (isEnabled)
        {
            check.Warn("reasoning.effort was sent as enabled, because the vendor has no levels.");
        }
    }
}
