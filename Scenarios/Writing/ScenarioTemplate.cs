using Scenarios.Describing;
using Scenarios.Words;

namespace Scenarios.Writing;

/// <summary>The scaffold that <c>new</c> writes.</summary>
public static class ScenarioTemplate
{
    /// <summary>
    /// Returns the text of a new file. Its open places are marked so that the lint refuses them until they are filled in.
    /// </summary>
    /// <exception cref="FormatException">The id is none.</exception>
    public static string Create(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (!CaseId.IsValid(id))
        {
            throw new FormatException(
                $"'{id}' is not a valid id; write lower-case words joined by hyphens, with at least one folder: tools/name-split");
        }

        var up = string.Concat(Enumerable.Repeat("../", id.Count(character => character == '/')));
        return $$$"""
            # yaml-language-server: $schema={{{up}}}{{{ScenarioSchema.FileName}}}
            schema: {{{FormatWords.Schema}}}
            id: {{{id}}}
            title: '{{{TextPatterns.Placeholder}}} what happens, in fewer than 90 characters'
            why: '{{{TextPatterns.Placeholder}}} the rule or the damage that the case is about, in one sentence'
            level: must                         # must, should, may or info: the requirement level of the specification
            spec: [chat#delta-content]          # vocabulary/specs.yaml
            tags: [text]                        # vocabulary/tags.yaml
            # quirks: [Q31]                     # vocabulary/quirks.yaml
            # seen_in: [openai]                 # vendors known to send this, vocabulary/vendors.yaml

            client:
              ask: '{{{TextPatterns.Placeholder}}} the text of the user'
              # tools: [get_weather]            # vocabulary/tools.yaml

            upstream:                           # what the mock sends, one step per line
              steps:
                - text: '{{{TextPatterns.Placeholder}}} what the vendor sends'
                - finish: stop
                - usage: {prompt: 9, completion: 2}
                - done

            expect:                             # all events in order; fields may be omitted
              events:
                - created
                - in_progress
                - output_item.added: {output_index: 0, item: {type: message, id: $m, role: assistant}}
                - content_part.added: {item_id: $m, part: {type: output_text}}
                - output_text.deltas: '{{{TextPatterns.Placeholder}}} the expected text'
                - output_text.done
                - content_part.done
                - output_item.done: {item: {id: $m, status: completed}}
                - completed: {usage: {input_tokens: 9, output_tokens: 2, total_tokens: 11}}

            """;
    }
}
