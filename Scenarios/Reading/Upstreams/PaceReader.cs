using System.Globalization;
using System.Text.RegularExpressions;
using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading.Upstreams;

/// <summary>Reads <c>pace</c>.</summary>
internal static partial class PaceReader
{
    private const int Whole = 100;

    public static Pace? Read(YamlNode? node, NodeReader nodes)
    {
        if (node is null || nodes.ReadFields(node, FormatKeys.Pace) is not { } fields)
        {
            return null;
        }

        if (!fields.Has("ttft") && !fields.Has("rate"))
        {
            nodes.Report(node.Place, "missing-key", "pace is empty; add ttft, rate or both");
        }

        if (fields.Has("jitter") && !fields.Has("rate"))
        {
            nodes.Report(fields.PlaceOf("jitter"), "no-modifier", "jitter requires rate; add rate, or remove jitter");
        }

        if (fields.Has("seed") && !fields.Has("jitter"))
        {
            nodes.Report(fields.PlaceOf("seed"), "no-modifier", "seed requires jitter; add jitter, or remove seed");
        }

        return new Pace
        {
            First = fields["ttft"] is { } first ? nodes.ReadDuration(first, "ttft") ?? default : default,
            PerSecond = fields["rate"] is { } rate ? ReadRate(rate, nodes) : null,
            Jitter = fields["jitter"] is { } jitter ? ReadJitter(jitter, nodes) : 0,
            Seed = fields["seed"] is { } seed ? nodes.ReadInteger(seed, "seed", min: 0) ?? 0 : 0,
        };
    }

    private static double? ReadRate(YamlNode node, NodeReader nodes)
    {
        if (node is YamlScalar scalar && Rate().Match(scalar.Value) is { Success: true } match
            && double.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) is > 0 and var perSecond)
        {
            return perSecond;
        }

        nodes.Report(node.Place, "out-of-range", "rate: expected a number of steps per second above 0, such as 50/s or 0.5/s");
        return null;
    }

    private static double ReadJitter(YamlNode node, NodeReader nodes)
    {
        if (node is YamlScalar scalar && Jitter().Match(scalar.Value) is { Success: true } match
            && int.Parse(match.Groups["part"].ValueSpan, CultureInfo.InvariantCulture) is <= Whole and var part)
        {
            return (double)part / Whole;
        }

        nodes.Report(node.Place, "out-of-range", "jitter: expected a percentage from 0% to 100%, such as 20%");
        return 0;
    }

    [GeneratedRegex(@"\A(?<count>[0-9]{1,6}(\.[0-9]{1,3})?)/s\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"\A(?<part>[0-9]{1,3})%\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Jitter();
}
