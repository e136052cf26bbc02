using System.Text.RegularExpressions;

namespace Scenarios.Yaml;

/// <summary>Determines the kind of a scalar.</summary>
internal static partial class ScalarKinds
{
    public static ScalarKind Classify(YamlScalar scalar) => scalar switch
    {
        { IsPlain: false } => ScalarKind.Text,
        { Value: "" } => ScalarKind.Empty,
        { Value: "null" or "Null" or "NULL" or "~" } => ScalarKind.Null,
        { Value: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" } => ScalarKind.Boolean,
        _ when JsonNumber().IsMatch(scalar.Value) => ScalarKind.Number,
        _ when YamlNumber().IsMatch(scalar.Value) => ScalarKind.OddNumber,
        _ when OldBoolean().IsMatch(scalar.Value) => ScalarKind.Ambiguous,
        _ => ScalarKind.Text,
    };

    [GeneratedRegex(
        @"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex JsonNumber();

    [GeneratedRegex(
        @"\A([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex YamlNumber();

    [GeneratedRegex(
        @"\A(y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex OldBoolean();
}
