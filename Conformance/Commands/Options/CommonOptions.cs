using System.CommandLine;

namespace Conformance.Commands.Options;

/// <summary>Options that every verb takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Scenarios = new("--scenarios")
    {
        Description = "The folder that holds the cases. Default: the folder Scenarios here or in a parent folder, else the one beside this "
            + "program.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Show every case, and the stack trace of internal errors.",
        Recursive = true,
    };
}
