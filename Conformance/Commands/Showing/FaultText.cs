namespace Conformance.Commands.Showing;

/// <summary>A relay that cannot be judged, on the error output: why in one sentence, and the relay's last lines.</summary>
internal static class FaultText
{
    public static void Write(Terminal terminal, string problem, IReadOnlyList<string> output)
    {
        terminal.Error.WriteLine(problem);
        foreach (var line in output)
        {
            terminal.Error.WriteLine("  | " + line);
        }
    }
}
