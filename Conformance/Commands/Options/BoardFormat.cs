using System.CommandLine;

namespace Conformance.Commands.Options;

/// <summary>The option that chooses how a board is printed.</summary>
internal static class BoardFormat
{
    public static Option<string> CreateOption()
    {
        var format = new Option<string>("--format")
        {
            Description = "text, md or json.",
            DefaultValueFactory = _ => "text",
            HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong("text", "md", "json");
        return format;
    }
}
