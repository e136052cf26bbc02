using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Members;

/// <summary>
/// The members that a response repeats. Those OpenAI's types require weigh more than those it leaves optional, where null says only that
/// the relay does not repeat them.
/// </summary>
internal static class EchoedMembers
{
    private static readonly JsonValueKind[] Text = [JsonValueKind.String];
    private static readonly JsonValueKind[] Number = [JsonValueKind.Number];
    private static readonly JsonValueKind[] Boolean = [JsonValueKind.True, JsonValueKind.False];
    private static readonly JsonValueKind[] Object = [JsonValueKind.Object];

    /// <summary>All of them, in the order in which they are compared.</summary>
    public static IReadOnlyList<EchoedMember> All { get; } =
    [
        new("tools", [JsonValueKind.Array], Severity.Error, Severity.Error) { Comparison = CompareTools, MayBeAdded = false },
        new("tool_choice", [JsonValueKind.String, JsonValueKind.Object], Severity.Error, Severity.Error)
        {
            Defaults = ["\"auto\""],
            Comparison = Contained,
        },
        new("parallel_tool_calls", Boolean, Severity.Error, Severity.Error),
        new("instructions", [JsonValueKind.String, JsonValueKind.Array], Severity.Error, Severity.Error)
        {
            MayBeAdded = false,
            Comparison = CompareInstructions,
        },
        // A relay may add notes of its own.
        new("metadata", Object, Severity.Error, Severity.Error) { Comparison = Contained },
        new("temperature", Number, Severity.Error, Severity.Error) { Defaults = ["1", "1.0"] },
        new("top_p", Number, Severity.Error, Severity.Error) { Defaults = ["1", "1.0"] },
        new("max_output_tokens", Number, Severity.Error, Severity.Warning),
        new("previous_response_id", Text, Severity.Error, Severity.Warning) { MayBeAdded = false },
        new("text.format", Object, Severity.Error, Severity.Warning) { Defaults = ["{\"type\":\"text\"}"], Comparison = Contained },
        new("text.verbosity", Text, Severity.Warning, Severity.Warning),
        new("reasoning.effort", Text, Severity.Warning, Severity.Warning),
        new("reasoning.summary", Text, Severity.Warning, Severity.Warning),
        new("store", Boolean, Severity.Error, Severity.Warning) { Comparison = CompareStore },
        new("truncation", Text, Severity.Warning, Severity.Warning) { Defaults = ["\"disabled\""] },
        new("top_logprobs", Number, Severity.Warning, Severity.Warning) { Defaults = ["0"] },
        new("presence_penalty", Number, Severity.Warning, Severity.Warning) { Defaults = ["0", "0.0"] },
        new("frequency_penalty", Number, Severity.Warning, Severity.Warning) { Defaults = ["0", "0.0"] },
        new("max_tool_calls", Number, Severity.Warning, Severity.Warning),
        new("background", Boolean, Severity.Warning, Severity.Warning),
        new("user", Text, Severity.Warning, Severity.Warning),
        new("prompt_cache_key", Text, Severity.Warning, Severity.Warning),
        new("safety_identifier", Text, Severity.Warning, Severity.Warning),
    ];

    /// <summary>Returns the member at a path of names separated by dots.</summary>
    public static JsonElement At(this JsonElement json, string path) =>
        path.Split('.').Aggregate(json, static (inner, name) => inner.Member(name));

    /// <summary>
    /// Returns the difference, if any requested value is missing. Objects may have more members, and null equals an absent member.
    /// </summary>
    private static JsonDifference? Contained(JsonElement asked, JsonElement told, string path)
    {
        if (asked.IsObject() && told.IsObject())
        {
            return asked.EnumerateObject().Where(member => member.Value.HasValue())
                .Select(member => Contained(member.Value, told.Member(member.Name), $"{path}.{member.Name}"))
                .FirstOrDefault(difference => difference is not null);
        }

        if (asked.IsArray() && told.IsArray() && asked.GetArrayLength() == told.GetArrayLength())
        {
            return asked.Elements()
                .Select((element, index) => Contained(element, told.Element(index), $"{path}[{index}]"))
                .FirstOrDefault(difference => difference is not null);
        }

        return JsonDifference.Find(asked, told, path);
    }

    /// <summary>Functions and custom tools by their names. A hosted tool or an unknown one may be left out; nothing may be added.</summary>
    private static JsonDifference? CompareTools(JsonElement asked, JsonElement told, string path)
    {
        var echoed = told.Elements();
        foreach (var tool in asked.Elements().Where(tool => tool.Member("type").Text() is "function" or "custom"))
        {
            var index = echoed.ToList()
                .FindIndex(other => other.Member("type").Same(tool.Member("type")) && other.Member("name").Same(tool.Member("name")));
            if (index < 0)
            {
                return new JsonDifference(path, tool.Shown(), told.Shown());
            }

            if (Contained(tool, echoed[index], $"{path}[{index}]") is { } difference)
            {
                return difference;
            }
        }

        return echoed.Count > asked.GetArrayLength()
            ? new JsonDifference(path, $"{asked.GetArrayLength()} tools", $"{echoed.Count} tools")
            : null;
    }

    /// <summary>Instructions given as a list may be repeated as a list or as the text it holds; only their absence is seen then.</summary>
    private static JsonDifference? CompareInstructions(JsonElement asked, JsonElement told, string path) =>
        asked.IsArray() && told.Text() is { Length: > 0 } ? null : JsonDifference.Find(asked, told, path);

    /// <summary>
    /// A relay that stores nothing may always answer <c>false</c>. <c>true</c> is a fault when the client forbade storing.
    /// </summary>
    private static JsonDifference? CompareStore(JsonElement asked, JsonElement told, string path) =>
        asked.ValueKind == JsonValueKind.False ? JsonDifference.Find(asked, told, path) : null;
}
