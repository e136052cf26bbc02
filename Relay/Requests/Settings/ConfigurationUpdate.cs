using System.Text.Json;
using Relay.Policies;
using Relay.Requests.Checking;
using Relay.Requests.History;

namespace Relay.Requests.Settings;

/// <summary>
/// Contains the settings that items of type <c>configuration_update</c> change in the middle of a conversation. The last one counts.
/// </summary>
internal sealed record ConfigurationUpdate
{
    private const string Type = "configuration_update";

    /// <summary>The new reasoning effort, a string; <see langword="null"/> if none is set.</summary>
    public JsonElement? Effort { get; private init; }

    /// <summary>The new format of the text, an object with its path; <see langword="null"/> if none is set.</summary>
    public (JsonElement Value, string Path)? Format { get; private init; }

    /// <summary>Reads the items of earlier turns and of the input.</summary>
    public static ConfigurationUpdate Read(JsonElement request, RequestHistory history, RelayPolicies policies, RequestCheck check)
    {
        var update = new ConfigurationUpdate();
        if (policies.NewerItems is not NewerItems.Translate)
        {
            return update;
        }

        for (var index = 0; index < history.Items.Count; index++)
        {
            update = update.With(history.Items[index], $"history[{index}]", check);
        }

        if (RequestCheck.TryGet(request, "input", out var input) && input.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in input.EnumerateArray())
            {
                update = update.With(item, $"input[{index++}]", check);
            }
        }

        return update;
    }

    private ConfigurationUpdate With(JsonElement item, string path, RequestCheck check)
    {
        if (!RequestCheck.IsOfType(item, Type))
        {
            return this;
        }

        var update = this;
        if (check.ReadOptional(item, "reasoning", path, RequestKind.Object) is { } reasoning)
        {
            update = update with { Effort = check.ReadOptional(reasoning, "effort", $"{path}.reasoning", RequestKind.Text) ?? Effort };
        }

        if (check.ReadOptional(item, "text", path, RequestKind.Object) is { } text
            && check.ReadOptional(text, "format", $"{path}.text", RequestKind.Object) is { } format)
        {
            update = update with { Format = (format, $"{path}.text.format") };
        }

        if (item.EnumerateObject().Any(static member => member.Name is not ("type" or "id" or "reasoning" or "text")))
        {
            check.Warn("Members of a configuration_update other than reasoning and text were left out.");
        }

        return update;
    }
}
