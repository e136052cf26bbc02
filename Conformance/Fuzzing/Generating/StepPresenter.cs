using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>
/// Presents the steps of a stream: joined into bursts, repeated, cut, with different line ends, and numbered as those of a file.
/// </summary>
internal static class StepPresenter
{
    /// <summary>Returns the steps as a script that the lint accepts.</summary>
    public static IReadOnlyList<UpstreamStep> Present(IReadOnlyList<UpstreamStep> steps, FuzzRandom random)
    {
        var presented = SeparateRiders(steps).Select(step => Modify(step, random)).ToList();
        if (random.NextChance(15))
        {
            Join(presented, random);
        }

        if (presented.Count > 0 && random.NextChance(4))
        {
            var at = random.NextBelow(presented.Count);
            // Not between a finish step and the usage that rides on it.
            presented.Insert(presented[at] is UsageStep { OnFinish: true }
                ? at - 1
                : at, StepMaker.Repeat(random.NextBetween(2, 30), StepMaker.Text(random.Pick("x", "n{{i}} ", "😀"))));
        }

        var count = 0;
        return [.. presented.Select(step => NumberSteps(step, ref count))];
    }

    /// <summary>Makes usage a separate chunk if the finish step before it was removed.</summary>
    private static IEnumerable<UpstreamStep> SeparateRiders(IReadOnlyList<UpstreamStep> steps)
    {
        for (var at = 0; at < steps.Count; at++)
        {
            yield return steps[at] is UsageStep { OnFinish: true } usage && (at == 0 || steps[at - 1] is not FinishStep)
                ? usage with { OnFinish = false }
                : steps[at];
        }
    }

    private static UpstreamStep Modify(UpstreamStep step, FuzzRandom random)
    {
        if (step is not SendingStep sending || !random.NextChance(8))
        {
            return step;
        }

        return random.NextBelow(3) switch
        {
            0 => sending with { Newline = random.Pick(Newline.Lf, Newline.Crlf, Newline.Cr) },
            1 => sending with { Split = new Split { At = ChooseOffsets(random) } },
            _ => sending with { Split = new Split { Every = random.NextBetween(1, 20) } },
        };
    }

    private static List<int> ChooseOffsets(FuzzRandom random)
    {
        List<int> offsets = [random.NextBetween(1, 40)];
        while (random.NextChance(50))
        {
            offsets.Add(offsets[^1] + random.NextBetween(1, 40));
        }

        return offsets;
    }

    private static void Join(List<UpstreamStep> steps, FuzzRandom random)
    {
        var first = random.NextBelow(steps.Count);
        var last = first;
        while (last < steps.Count && steps[last] is SendingStep or FlushStep && last - first < 12)
        {
            last++;
        }

        if (last - first > 1 && steps[first] is not UsageStep { OnFinish: true }
            && (last == steps.Count || steps[last] is not UsageStep { OnFinish: true }))
        {
            var joined = StepMaker.Burst(steps[first..last]);
            steps.RemoveRange(first, last - first);
            steps.Insert(first, joined);
        }
    }

    private static UpstreamStep NumberSteps(UpstreamStep step, ref int count)
    {
        var number = ++count;
        switch (step)
        {
            case BurstStep burst:
                return burst with { Number = number, Steps = NumberSteps(burst.Steps, ref count) };
            case RepeatStep repeat:
                return repeat with { Number = number, Steps = NumberSteps(repeat.Steps, ref count) };
            default:
                return step with { Number = number };
        }
    }

    private static List<UpstreamStep> NumberSteps(IReadOnlyList<UpstreamStep> steps, ref int count)
    {
        List<UpstreamStep> numbered = [];
        foreach (var step in steps)
        {
            numbered.Add(NumberSteps(step, ref count));
        }

        return numbered;
    }
}
