using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Conformance.Commands.Showing;

namespace Conformance.Commands;

/// <summary>The usual help with examples below it.</summary>
internal sealed class HelpWithExamples(HelpAction usual, string examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Adds examples below the help of a command.</summary>
    public static void Add(Command command, string examples)
    {
        var help = new HelpOption { Description = "Show this help." };
        help.Action = new HelpWithExamples(new HelpAction { MaxWidth = Terminal.Width }, examples);
        command.Options.Add(help);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var line in examples.Split('\n'))
        {
            output.WriteLine("  " + line.TrimEnd('\r'));
        }

        output.WriteLine();
        return code;
    }
}
