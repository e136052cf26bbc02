namespace Scenarios.Model;

/// <summary>An error in a file of the format, described in one sentence with its place.</summary>
/// <param name="Place">The place in its file.</param>
/// <param name="Code">A stable kebab-case code, such as <c>unknown-key</c>.</param>
/// <param name="Message">The error and its remedy.</param>
public sealed record ScenarioProblem(SourcePlace Place, string Code, string Message)
{
    /// <summary>Returns the problem as one line: <c>file:line:col: code message</c>.</summary>
    public override string ToString() => $"{Place}: {Code} {Message}";
}
