using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Upstreams;

/// <summary>Reads the steps of one exchange: numbers them in the order of the file and holds the rules about their order.</summary>
internal sealed class StepListReader(NodeReader nodes, SourceText source)
{
    private enum Owner
    {
        Exchange,
        Repeat,
        Burst,
    }

    private readonly StepReader _steps = new(nodes);
    private int _count;

    /// <summary>Reads a whole script.</summary>
    public IReadOnlyList<UpstreamStep> Read(YamlNode node)
    {
        var steps = Read(node, Owner.Exchange);
        for (var i = 0; i < steps.Count; i++)
        {
            var next = i + 1 < steps.Count ? steps[i + 1] : null;
            if (steps[i] is CloseStep && next is not null)
            {
                nodes.Report(steps[i].Place, "misplaced-step", "close ends the connection; it must be the last step");
            }
            else if (steps[i] is StallStep { Time: null } && next is not (null or CloseStep))
            {
                nodes.Report(
                    steps[i].Place,
                    "misplaced-step",
                    "stall lasts until the case ends, so only close may follow it; or set a time: stall: 200ms");
            }
        }

        return steps;
    }

    private List<UpstreamStep> Read(YamlNode node, Owner owner)
    {
        List<UpstreamStep> steps = [];
        var items = nodes.ReadList(node, "steps");
        if (node is YamlList { Items.Count: 0 })
        {
            nodes.Report(node.Place, "empty-list", "steps is empty; for an answer without a body, remove steps and write status: 200");
        }

        foreach (var item in items)
        {
            if (ReadStep(item, steps.LastOrDefault()) is { } step)
            {
                CheckOwner(step, owner);
                steps.Add(step);
            }
        }

        return steps;
    }

    private UpstreamStep? ReadStep(YamlNode node, UpstreamStep? previous)
    {
        // Before the steps inside it, which have higher numbers.
        var number = ++_count;
        var step = node switch
        {
            YamlScalar bare => ReadBare(bare),
            YamlMap map => ReadMap(map, previous),
            _ => RejectKind(node),
        };
        return step is null ? null : step with { Place = node.Place, Text = source.Quote(node), Number = number };
    }

    private UpstreamStep? RejectKind(YamlNode node)
    {
        nodes.ReportKind(node, "a step", "a mapping with one key");
        return null;
    }

    private UpstreamStep? ReadMap(YamlMap map, UpstreamStep? previous) => FindWord(map) is not { } entry ? null : entry.Key.Value switch
    {
        "repeat" => ReadRepeat(entry.Value),
        "burst" => new BurstStep(Read(entry.Value, Owner.Burst)),
        _ => _steps.Read(map, entry, previous),
    };

    private UpstreamStep? ReadBare(YamlScalar bare)
    {
        switch (bare.Value)
        {
            case "done":
                return new DoneStep(StepReader.Sentinel);
            case "stall":
                return new StallStep();
            case "flush":
                return new FlushStep();
        }

        var message = StepWords.All.Find(bare.Value) is null
            ? $"'{bare.Value}' is not a step; {WordSuggestion.Suggest(bare.Value, StepWords.Bare.Names)}"
            : $"'{bare.Value}' requires a value; write '{bare.Value}: …'";
        nodes.Report(bare.Place, "unknown-key", message);
        return null;
    }

    private YamlEntry? FindWord(YamlMap map)
    {
        YamlEntry? word = null;
        foreach (var entry in map.Entries)
        {
            var name = entry.Key.Value;
            if (StepWords.All.Find(name) is null)
            {
                ReportUnknown(entry.Key);
            }
            else if (word is null)
            {
                word = entry;
            }
            else
            {
                nodes.Report(
                    entry.Key.Place,
                    "two-steps",
                    $"'{name}' and '{word.Key.Value}' are two steps in one entry; write '- {name}: …' as a separate entry");
            }
        }

        if (word is null && map.Entries.All(entry => StepWords.Modifiers.Has(entry.Key.Value)))
        {
            nodes.Report(map.Place, "missing-key", "the step has no key that defines what is sent, such as text or tool");
        }

        return word;
    }

    private void ReportUnknown(YamlScalar key)
    {
        if (StepWords.Modifiers.Has(key.Value))
        {
            return;
        }

        var known = StepWords.All.Words.Select(word => word.Name).Concat(StepWords.Modifiers.Names);
        nodes.Report(key.Place, "unknown-key", $"'{key.Value}' is not a step; {WordSuggestion.Suggest(key.Value, known)}");
    }

    private RepeatStep? ReadRepeat(YamlNode node)
    {
        if (nodes.ReadFields(node, FormatKeys.Repeat) is not { } fields)
        {
            return null;
        }

        var times = fields["times"] is { } count ? nodes.ReadInteger(count, "times", min: 1, max: TextPatterns.MostTimes) : null;
        var steps = fields["steps"] is { } inner ? Read(inner, Owner.Repeat) : [];
        return new RepeatStep(times ?? 1, steps);
    }

    private void CheckOwner(UpstreamStep step, Owner owner)
    {
        if (owner == Owner.Burst && step is TcpStep)
        {
            nodes.Report(step.Place, "misplaced-step", "tcp bypasses HTTP, so it cannot be part of a burst");
        }
        else if (owner == Owner.Burst && step is not (SendingStep or FlushStep))
        {
            nodes.Report(step.Place, "misplaced-step", $"{step.Word} is not allowed in a burst; use only steps that send, and flush");
        }
        else if (owner == Owner.Repeat && step is (CloseStep or StallStep { Time: null }))
        {
            nodes.Report(step.Place, "misplaced-step", $"{step.Word} ends the answer, so it is not allowed in a repeat");
        }
    }
}
