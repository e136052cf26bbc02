using Spectre.Console;

namespace Conformance.Commands.Showing;

/// <summary>The meaning of a piece of text, which determines its colour.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Quiet,
    Good,
    Doubtful,
    Bad,
}

/// <summary>Writes lines, coloured where that is wanted.</summary>
internal sealed class Paint
{
    // Lines are wrapped before they come here, or not at all: a log that breaks lines cannot be searched.
    private const int NeverWrap = 100_000;

    private readonly IAnsiConsole _console;

    public Paint(TextWriter output, bool color)
    {
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = color ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = color ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        _console.Profile.Width = NeverWrap;
    }

    public void Line(Tone tone, string text)
    {
        Write(tone, text);
        _console.WriteLine();
    }

    public void Write(Tone tone, string text) => _console.Write(new Text(text, Style(tone)));

    private static Style Style(Tone tone) => tone switch
    {
        Tone.Plain => Spectre.Console.Style.Plain,
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Quiet => new Style(decoration: Decoration.Dim),
        Tone.Good => new Style(Color.Green),
        Tone.Doubtful => new Style(Color.Olive),
        Tone.Bad => new Style(Color.Maroon, decoration: Decoration.Bold),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
