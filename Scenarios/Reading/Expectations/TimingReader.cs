using System.Globalization;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Expectations;

/// <summary>Reads bounds in time and holds them to steps that exist.</summary>
internal static class TimingReader
{
    private static readonly (string Key, TimingSubject Subject)[] Subjects =
    [
        ("terminal_after", TimingSubject.TerminalAfter),
        ("client_closed_after", TimingSubject.ClientClosedAfter),
        ("upstream_released_after", TimingSubject.UpstreamReleasedAfter),
    ];

    public static IReadOnlyList<TimeBound> Read(YamlNode? node, IReadOnlyList<Exchange> upstream, NodeReader nodes)
    {
        if (node is null || nodes.ReadFields(node, FormatKeys.Timing) is not { } fields)
        {
            return [];
        }

        var steps = upstream.SelectMany(exchange => exchange.Steps.Flatten()).ToList();
        return [.. Subjects
            .Where(subject => fields.Has(subject.Key))
            .Select(subject => ReadBound(subject.Subject, fields[subject.Key]!, steps, nodes)) // Has has just said so.
            .OfType<TimeBound>()];
    }

    private static TimeBound? ReadBound(TimingSubject subject, YamlNode node, List<UpstreamStep> steps, NodeReader nodes)
    {
        if (nodes.ReadFields(node, FormatKeys.Bound) is not { } fields)
        {
            return null;
        }

        var step = fields["step"] is { } named ? ReadStep(named, steps, nodes) : null;
        var max = fields["max"] is { } bound ? nodes.ReadDuration(bound, "max") : null;
        return step is null || max is null ? null : new TimeBound(subject, step, max.Value, node.Place);
    }

    private static string? ReadStep(YamlNode node, List<UpstreamStep> steps, NodeReader nodes)
    {
        if (nodes.ReadLooseText(node, "step") is not { } named)
        {
            return null;
        }

        var isNumber = int.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber ? steps.Exists(step => step.Number == number) : steps.Exists(step => step.Word == named))
        {
            return named;
        }

        var hint = isNumber
            ? $"steps are numbered from 1 to {steps.Select(step => step.Number).DefaultIfEmpty().Max()}"
            : WordSuggestion.Suggest(named, steps.Select(step => step.Word).Distinct());
        nodes.Report(node.Place, "unknown-step", $"the upstream has no step '{named}'; {hint}");
        return null;
    }
}
