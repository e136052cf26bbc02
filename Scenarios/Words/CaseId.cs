using System.Text.RegularExpressions;

namespace Scenarios.Words;

/// <summary>Defines the form of a case's id, such as <c>tools/name-split</c>.</summary>
internal static partial class CaseId
{
    /// <summary>The form of an id as the schema states it.</summary>
    public const string Pattern = $"^{Body}$";

    private const string Body = "[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+";

    /// <summary>Returns whether a text has the form of an id.</summary>
    public static bool IsValid(string text) => Shape().IsMatch(text);

    [GeneratedRegex($@"\A{Body}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
