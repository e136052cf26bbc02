using System.Text;
using Relay.Policies;

namespace Relay.Configuring;

/// <summary>What <c>--help</c> prints; no line is longer than 80 columns.</summary>
internal static class RelayHelp
{
    private const int Width = 80;
    private const int Indent = 22;

    public static string Text { get; } = Create();

    private static string Create()
    {
        var help = new StringBuilder(
            """
            Relay: speaks OpenAI's Responses API to clients and Chat Completions to
            vendors.

            Usage:
              Relay --upstream URL [options]
              Relay --vendor NAME [options]
              Relay --config relay.yaml [options]

            Options:

            """);
        foreach (var (flag, value, summary) in CommandLine.Words.Where(static word => word.Flag != CommandLine.PrintDocs))
        {
            Hang(help, $"{flag} {value}".TrimEnd(), summary);
        }

        help.Append("\nSettings. Each is also RELAY_NAME in the environment, and a line of the file,\nwhere an upstream may have its own; what has no -- is for these two alone.\ndocs/configuration.md has more.\n");
        SettingTable.Groups.ToList().ForEach(group => Write(help, group));
        help.Append("\nPolicies. What is done where honest relays differ, said by --set NAME=VALUE;\n--print-policies and docs/configuration.md have the values of each.\n");
        Wrap(help, "  ", 2, string.Join(", ", PolicyCatalog.All.Select(static policy => policy.Name)));

        help.Append("\nExit codes:\n  0  stopped as asked    2  wrong usage    3  cannot listen");
        return help.ToString();
    }

    private static void Write(StringBuilder help, SettingGroup group)
    {
        help.Append($"\n{group.Title}. {group.Summary}\n");
        foreach (var setting in group.Settings)
        {
            Hang(help, setting.IsForCommandLine ? setting.Flag : setting.Name, setting.Default is { Length: > 0 } value ? $"{setting.Summary} Default {value}." : setting.Summary);
        }
    }

    private static void Hang(StringBuilder help, string name, string text) => Wrap(help, $"  {name} ".PadRight(Indent), Indent, text);

    private static void Wrap(StringBuilder help, string start, int indent, string text)
    {
        var line = start;
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length > Width)
            {
                help.Append(line.TrimEnd()).Append('\n');
                line = new string(' ', indent);
            }

            line += word + ' ';
        }

        help.Append(line.TrimEnd()).Append('\n');
    }
}
