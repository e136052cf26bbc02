namespace Scenarios.Model;

/// <summary>Walks the steps of an answer together with the steps inside them.</summary>
public static class StepTree
{
    /// <summary>Returns the steps and, after each, the steps inside it, in the order of the file.</summary>
    public static IEnumerable<UpstreamStep> Flatten(this IEnumerable<UpstreamStep> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);

        return steps.SelectMany(static step => step.Inner.Flatten().Prepend(step));
    }
}
