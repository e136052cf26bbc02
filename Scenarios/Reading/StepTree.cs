using Scenarios.Model;

namespace Scenarios.Reading;

/// <summary>Walks steps with those inside them.</summary>
internal static class StepTree
{
    /// <summary>Every step in the order of the file.</summary>
    public static IEnumerable<UpstreamStep> All(IEnumerable<UpstreamStep> steps) =>
        steps.SelectMany(step => (IEnumerable<UpstreamStep>)[step, .. All(Inside(step))]);

    private static IReadOnlyList<UpstreamStep> Inside(UpstreamStep step) => step switch
    {
        RepeatStep repeat => repeat.Steps,
        BurstStep burst => burst.Steps,
        _ => [],
    };
}
