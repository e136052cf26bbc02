using System.CommandLine;

namespace Conformance.Commands.Options;

/// <summary>Options that every verb takes.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> Scenarios = new("--scenarios")
    {
        Description = "The folder of the cases. Default: the folder Scenarios here or further up, else the one beside this program.",
        HelpName = "DIR",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Tell more: every case, and the details of a bug.",
        Recursive = true,
    };
}
