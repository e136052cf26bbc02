using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Finds steps by the numbers that recordings carry.</summary>
internal static class Steps
{
    /// <summary>The step with that number in an exchange, nested ones included.</summary>
    public static UpstreamStep? Find(Exchange exchange, int number) => Find(exchange.Steps, number);

    /// <summary>All steps of an exchange, nested ones included.</summary>
    public static IEnumerable<UpstreamStep> All(Exchange exchange) => exchange.Steps.SelectMany(All);

    /// <summary>The step as a message names it.</summary>
    public static StepReference Reference(UpstreamStep step) => new(step.Number, step.Place.File, step.Place.Line, step.Text);

    private static UpstreamStep? Find(IReadOnlyList<UpstreamStep> steps, int number)
    {
        foreach (var step in steps)
        {
            var found = step.Number == number ? step : Find(Inner(step), number);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static IEnumerable<UpstreamStep> All(UpstreamStep step) => Inner(step).SelectMany(All).Prepend(step);

    private static IReadOnlyList<UpstreamStep> Inner(UpstreamStep step) => step switch
    {
        RepeatStep repeat => repeat.Steps,
        BurstStep burst => burst.Steps,
        _ => [],
    };
}
