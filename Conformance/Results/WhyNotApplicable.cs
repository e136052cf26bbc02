using System.Globalization;

namespace Conformance.Results;

/// <summary>Words and groups the reasons for which a case does not apply to a relay.</summary>
public static class WhyNotApplicable
{
    /// <summary>The case has no text that could carry its marker.</summary>
    public const string NoMarker = "has no user text that could carry its marker, and the relay forwards neither the model nor the API key";

    /// <summary>The case's script waits until the client has reasoning, which a relay need not show.</summary>
    public const string HiddenReasoning = "the relay does not return reasoning, which the script waits for";

    private const string SetupStart = "requires the bundled relay, configured as ";
    private const string FeatureStart = "requires the feature '";
    private const string UnboundEnd = ", which the relay did not return in an earlier turn";
    private const string RejectedStart = "the relay rejects the request itself with HTTP ";

    /// <summary>The case needs settings that only the bundled relay has.</summary>
    /// <param name="setup">The settings.</param>
    public static string DescribeSetup(string setup) => SetupStart + setup;

    /// <summary>The case needs a feature that the relay is declared to lack.</summary>
    /// <param name="feature">The feature's name.</param>
    public static string DescribeLacking(string feature) => $"{FeatureStart}{feature}', which the relay is declared to lack";

    /// <summary>The relay rejects what a vendor's case asks for, so that the vendor's stream is never sent.</summary>
    /// <param name="status">The status of the relay's answer.</param>
    /// <param name="message">The relay's own message, without secrets; may be empty.</param>
    public static string DescribeRejected(int status, string message) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{RejectedStart}{status}{(message.Length > 0 ? $" ({message})" : "")}, so the vendor's stream was not sent");

    /// <summary>A turn asks for something that only an earlier answer of the relay could have given.</summary>
    /// <param name="turn">The turn, from 1.</param>
    /// <param name="name">The name that stands for it in the case.</param>
    public static string DescribeUnbound(int turn, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"turn {turn} uses {name}{UnboundEnd}");

    /// <summary>
    /// Returns how many cases do not apply for which kind of reason, as one sentence; <see langword="null"/> when all apply.
    /// </summary>
    /// <param name="run">The run.</param>
    public static string? Summarise(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);

        var kinds = run.Cases.Where(static result => result.Verdict == Verdict.NotApplicable)
            .GroupBy(static result => Kind(result.Reason ?? ""), StringComparer.Ordinal)
            .OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => Words(group.Key, group.Count()))
            .ToList();
        return kinds.Count == 0 ? null : string.Join(", ", kinds);
    }

    /// <summary>Returns the reason without its case-specific parts; the name of a feature stays.</summary>
    private static string Kind(string reason) => reason switch
    {
        _ when reason.StartsWith(SetupStart, StringComparison.Ordinal) => SetupStart,
        _ when reason.StartsWith(FeatureStart, StringComparison.Ordinal) && reason.IndexOf('\'', FeatureStart.Length) is > 0 and var end =>
            reason[..end],
        _ when reason.StartsWith(RejectedStart, StringComparison.Ordinal) => RejectedStart,
        _ when reason.EndsWith(UnboundEnd, StringComparison.Ordinal) => UnboundEnd,
        NoMarker or HiddenReasoning => reason,
        _ => "",
    };

    private static string Words(string kind, int count)
    {
        var one = count == 1;
        var words = kind switch
        {
            SetupStart => $"{(one ? "requires" : "require")} settings of the bundled relay",
            RejectedStart => $"{(one ? "is" : "are")} rejected by the relay itself",
            NoMarker => $"{(one ? "has" : "have")} no text that could carry a marker",
            UnboundEnd => $"{(one ? "uses" : "use")} a value that the relay did not return in an earlier turn",
            HiddenReasoning => $"{(one ? "waits" : "wait")} for reasoning that the relay does not return",
            "" => $"{(one ? "has" : "have")} another reason",
            _ => $"{(one ? "requires" : "require")} the feature {kind[FeatureStart.Length..]}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {words}");
    }
}
