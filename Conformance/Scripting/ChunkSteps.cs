using System.Globalization;
using System.Text.Json;
using Conformance.Classifying;
using Conformance.Classifying.Streams;
using Conformance.Reading;
using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Scripting;

/// <summary>The steps that a frame with one data line may be, the most readable first.</summary>
internal static class ChunkSteps
{
    /// <summary>Returns the steps to be tried.</summary>
    public static IEnumerable<TriedStep> Create(StreamEvent happened, string model)
    {
        if (happened.IsSentinel)
        {
            yield return new TriedStep(new DoneStep(happened.Data), new SpelledStep(happened.IsPlainSentinel
                ? "done"
                : $"done: {ScenarioYaml.FormatScalar(happened.Data)}"));
        }

        var json = happened.Json;
        if (!json.IsObject() || !ScenarioYaml.CanExpress(json))
        {
            yield break;
        }

        if (json.Member("error").IsPresent() && json.EnumerateObject().Count() == 1)
        {
            yield return new TriedStep(
                new ErrorStep(json.Member("error")), new SpelledStep($"error: {ScenarioYaml.FormatFlow(json.Member("error"))}"));
        }

        if (json.Member("id").Text() is ChunkJson.Id && json.Member("model").Text() == model && json.Member("choices").IsArray())
        {
            foreach (var built in CreateBuilt(json))
            {
                yield return built;
            }
        }

        yield return new TriedStep(new ChunkStep(json), new SpelledStep($"chunk: {ScenarioYaml.FormatFlow(json)}"));
    }

    private static IEnumerable<TriedStep> CreateBuilt(JsonElement json)
    {
        var usage = json.Member("usage").IsObject() ? CreateUsage(json.Member("usage")) : null;
        if (json.Member("choices").Elements() is not [var choice])
        {
            if (usage is not null)
            {
                yield return new TriedStep(usage, new SpelledStep(SpellUsage(usage, rides: false)));
            }

            yield break;
        }

        if (choice.IsObject())
        {
            foreach (var step in OfDelta(choice.Member("delta")))
            {
                yield return step;
            }

            var reason = choice.Member("finish_reason");
            if (reason.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            {
                var finish = new FinishStep(reason);
                var spelt = $"finish: {ScenarioYaml.FormatFlow(reason)}";
                yield return new TriedStep(finish, new SpelledStep(spelt));
                if (usage is not null)
                {
                    yield return new TriedStep(
                        finish, new SpelledStep(spelt, SpellUsage(usage, rides: true)), usage with { OnFinish = true });
                }
            }

            if (choice.Member("delta").ValueKind is JsonValueKind.Object or JsonValueKind.Null)
            {
                yield return new TriedStep(
                    new DeltaStep(choice.Member("delta")), new SpelledStep($"delta: {ScenarioYaml.FormatFlow(choice.Member("delta"))}"));
            }

            yield return new TriedStep(new ChoiceStep(choice), new SpelledStep($"choice: {ScenarioYaml.FormatFlow(choice)}"));
        }
    }

    private static IEnumerable<TriedStep> OfDelta(JsonElement delta)
    {
        if (!delta.IsObject() || delta.EnumerateObject().ToList() is not [var member])
        {
            yield break;
        }

        var text = member.Value.Text();
        if (text is not null)
        {
            yield return member.Name switch
            {
                "content" => new TriedStep(new TextStep(text), new SpelledStep($"text: {ScenarioYaml.FormatScalar(text)}")),
                "refusal" => new TriedStep(new RefusalStep(text), new SpelledStep($"refusal: {ScenarioYaml.FormatScalar(text)}")),
                "reasoning_content" =>
                    new TriedStep(new ReasoningStep(member.Name, text), new SpelledStep($"reasoning: {ScenarioYaml.FormatScalar(text)}")),
                _ => new TriedStep(
                    new ReasoningStep(member.Name, text),
                    new SpelledStep(
                        $"reasoning: {{field: {ScenarioYaml.FormatScalar(member.Name)}, text: {ScenarioYaml.FormatScalar(text)}}}")),
            };
        }
        else if (member.Name is "tool_calls" && member.Value.Elements() is [var element] && element.IsObject())
        {
            yield return CreateTool(element);
        }
    }

    private static TriedStep CreateTool(JsonElement element)
    {
        var function = element.Member("function");
        List<string> words = [];
        JsonElement? Word(string name, JsonElement value, string? usual = null)
        {
            if (!value.IsPresent() || (usual is not null && value.Text() == usual))
            {
                return null;
            }

            words.Add($"{name}: {ScenarioYaml.FormatFlow(value)}");
            return value;
        }

        var index = Word("index", element.Member("index"));
        var id = Word("id", element.Member("id"));
        var type = Word("type", element.Member("type"), "function");
        return new TriedStep(
            new ToolStep(index, id, Word("name", function.Member("name")), Word("args", function.Member("arguments")), type),
            new SpelledStep($"tool: {{{string.Join(", ", words)}}}"));
    }

    private static UsageStep CreateUsage(JsonElement usage) => new(
        usage.Member("prompt_tokens").Integer(),
        usage.Member("completion_tokens").Integer(),
        usage.Member("prompt_tokens_details").Member("cached_tokens").Integer(),
        usage.Member("completion_tokens_details").Member("reasoning_tokens").Integer(),
        OnFinish: false)
   ;

    private static string SpellUsage(UsageStep usage, bool rides)
    {
        var counts = new (string Name, long? Count)[]
        {
            ("prompt", usage.Prompt),
            ("completion", usage.Completion),
            ("cached", usage.Cached),
            ("reasoning", usage.Reasoning),
        }
            .Where(static one => one.Count is not null)
                .Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Name}: {one.Count}"));
        return $"usage: {{{string.Join(", ", rides ? counts.Append("in: finish") : counts)}}}";
    }
}
