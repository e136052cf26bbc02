using Conformance.Results;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Finds steps by the numbers that recordings carry.</summary>
internal static class Steps
{
    /// <summary>The step with that number in an exchange, nested ones included.</summary>
    public static UpstreamStep? Find(Exchange exchange, int number) => ListAll(exchange).FirstOrDefault(step => step.Number == number);

    /// <summary>All steps of an exchange, nested ones included.</summary>
    public static IEnumerable<UpstreamStep> ListAll(Exchange exchange) => exchange.Steps.Flatten();

    /// <summary>The step as a message names it.</summary>
    public static StepReference CreateReference(UpstreamStep step) => new(step.Number, step.Place.File, step.Place.Line, step.Text);
}
