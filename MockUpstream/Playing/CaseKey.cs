using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>The name by which a request is matched to its case.</summary>
public static class CaseKey
{
    /// <summary>The key of a scenario: <c>rc-</c> and the id with dots for slashes, such as <c>rc-tools.args-split</c>. Letters, digits, dots and hyphens survive every relay seen.</summary>
    public static string Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);

        return "rc-" + scenario.Id.Replace('/', '.');
    }
}
