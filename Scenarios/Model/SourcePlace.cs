namespace Scenarios.Model;

/// <summary>A place in a file: the path as the reader was given it, line and column from 1.</summary>
/// <param name="File">The file, relative to the folder the user named where that is possible.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct SourcePlace(string File, int Line, int Column)
{
    /// <summary>The place of a part that a program made and that is in no file.</summary>
    public static SourcePlace Generated { get; } = new("generated", 1, 1);

    /// <summary>Returns the place as editors and terminals understand it: <c>file:line:col</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
