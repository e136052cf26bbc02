namespace Conformance.Commands.Showing;

/// <summary>One line that is written over and over, on a terminal that can do that; nothing elsewhere.</summary>
internal sealed class ProgressLine(TextWriter output, bool enabled)
{
    private const string StartOfLine = "\r\u001b[2K";

    private bool _shown;

    public void Show(string text)
    {
        if (enabled)
        {
            output.Write(StartOfLine + (text.Length < Terminal.Width ? text : text[..(Terminal.Width - 1)]));
            output.Flush();
            _shown = true;
        }
    }

    /// <summary>Makes room for lines that stay.</summary>
    public void Clear()
    {
        if (_shown)
        {
            output.Write(StartOfLine);
            _shown = false;
        }
    }
}
