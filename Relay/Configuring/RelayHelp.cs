using System.Text;
using Relay.Presets;

namespace Relay.Configuring;

/// <summary>Writes the text of <c>--help</c>. No line is longer than 80 columns.</summary>
internal static class RelayHelp
{
    private const int Width = 80;
    private const int Indent = 22;

    public static string Text { get; } = Create();

    private static string Create()
    {
        var help = new StringBuilder(
            """
            Relay: serves OpenAI's Responses API and calls vendors through the Chat
            Completions API.

            Usage:
              Relay --upstream URL [options]
              Relay --vendor NAME [options]
              Relay --config relay.yaml [options]

            Options:

            """);
        foreach (var (flag, value, summary) in CommandLine.Words)
        {
            AppendEntry(help, $"{flag} {value}".TrimEnd(), summary);
        }

        help.Append(
            "\n"
            + "Settings. Every setting can also be set as the environment variable\n"
            + "RELAY_NAME, or in the configuration file, globally or per upstream. Settings\n"
            + "shown without -- have no flag. See docs/configuration.md.\n");
        SettingTable.Groups.ToList().ForEach(group => Write(help, group));
        help.Append(
            "\n"
            + "Policies. Set a policy with --set NAME=VALUE. The values of each are listed by\n"
            + "--print-policies and in docs/configuration.md.\n");
        AppendWrapped(help, "  ", 2, string.Join(", ", PolicyCatalog.All.Select(static policy => policy.Name)));

        help.Append("\nExit codes:\n  0  stopped on request    2  invalid usage    3  cannot listen");
        return help.ToString();
    }

    private static void Write(StringBuilder help, SettingGroup group)
    {
        help.Append($"\n{group.Title}. {group.Summary}\n");
        foreach (var setting in group.Settings)
        {
            AppendEntry(
                help,
                setting.IsForCommandLine ? setting.Flag : setting.Name,
                setting.Default is { Length: > 0 } value ? $"{setting.Summary} Default {value}." : setting.Summary);
        }
    }

    private static void AppendEntry(StringBuilder help, string name, string text) =>
        AppendWrapped(help, $"  {name} ".PadRight(Indent), Indent, text);

    private static void AppendWrapped(StringBuilder help, string start, int indent, string text)
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
