namespace Scenarios.Model;

/// <summary>Something wrong in a file of the format, said in one sentence with its place.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Code">A stable kebab-case code, such as <c>unknown-key</c>.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record ScenarioProblem(SourcePlace Place, string Code, string Message)
{
    /// <summary>The problem as one line: <c>file:line:col: code message</c>.</summary>
    public override string ToString() => $"{Place}: {Code} {Message}";
}
