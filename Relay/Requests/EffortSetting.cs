using System.Text.Json;
using Relay.Policies;

namespace Relay.Requests;

/// <summary>How hard the model is to think, in the words of the vendor. Some know only whether.</summary>
internal static class EffortSetting
{
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement False = JsonElement.Parse("false");
    private static readonly JsonElement Enabled = JsonElement.Parse("""{"type":"enabled"}""");
    private static readonly JsonElement Disabled = JsonElement.Parse("""{"type":"disabled"}""");

    public static void Add(JsonElement effort, EffortField field, List<(string Name, JsonElement Value)> settings, RequestCheck check)
    {
        var thinks = !effort.ValueEquals("none"u8);
        switch (field)
        {
            case EffortField.ReasoningEffort:
                settings.Add(("reasoning_effort", effort));
                break;
            case EffortField.ReasoningObject:
                settings.Add(("reasoning", JsonElement.Parse($$"""{"effort":{{effort.GetRawText()}}}""")));
                break;
            case EffortField.Thinking:
                settings.Add(("thinking", thinks ? Enabled : Disabled));
                break;
            case EffortField.EnableThinking:
                settings.Add(("enable_thinking", thinks ? True : False));
                break;
            default:
                check.Warn("reasoning.effort was left out.");
                break;
        }
    }
}
