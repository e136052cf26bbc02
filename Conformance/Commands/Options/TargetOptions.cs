using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Results;
using Conformance.Running.Relays;
using Scenarios.Words;

namespace Conformance.Commands.Options;

/// <summary>The options that select the relays to test.</summary>
internal sealed class TargetOptions
{
    private const string BundledName = "bundled";

    private readonly Option<string[]> _relay = new("--relay")
    {
        Description = "The relay to test: NAME=URL for a running relay, a name from the relay file, or the name for the relay that "
            + "--command starts. Repeatable; relays are tested in sequence. Default: bundled.",
        HelpName = "NAME[=URL]",
    };
    private readonly Option<string?> _file = new("--relays")
    {
        Description = "The relay file. Default: relays.yaml here or in a parent folder. Without --relay, all of its relays are tested.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _url = new("--url")
    {
        Description = "The URL of a running relay, which is named after its address.",
        HelpName = "URL",
    };
    private readonly Option<string?> _command = new("--command")
    {
        Description = "A command that starts a relay; {UPSTREAM_URL} and {PORT} are replaced (and set as environment variables).",
        HelpName = "CMD",
    };
    private readonly Option<string?> _ready = new("--ready") { Description = "The readiness check for the started relay: tcp, 'stdout:TEXT'"
        + " or 'GET /path [status]'. An output line 'listening on http://…' always counts. Default: tcp.", HelpName = "PROBE" };
    private readonly Option<TimeSpan?> _patience = Durations.CreateOption(
        "--ready-timeout", "Timeout for the relay to become ready. Default: 30s.");

    public void AddTo(Command command)
    {
        command.Add(_relay);
        command.Add(_file);
        command.Add(_url);
        command.Add(_command);
        command.Add(_ready);
        command.Add(_patience);
    }

    public TimeSpan ReadPatience(ParseResult parsed) => parsed.GetValue(_patience) ?? TimeSpan.FromSeconds(30);

    /// <summary>Returns the one relay that was named.</summary>
    /// <exception cref="UsageException">There are several.</exception>
    public RelayTarget Read(ParseResult parsed, Terminal terminal) => ReadAll(parsed, terminal) is [var one]
        ? one.Target
        : throw new UsageException("This command tests one relay; give one --relay.");

    /// <summary>Returns the named relays in their order, with the declarations of a relay file.</summary>
    public IReadOnlyList<RelayChoice> ReadAll(ParseResult parsed, Terminal terminal)
    {
        IReadOnlyList<string?> names = parsed.GetValue(_relay) is { Length: > 0 } named ? named : new string?[] { null };
        var isOne = parsed.GetValue(_command) is not null || parsed.GetValue(_url) is not null;
        if (names is [null] && !isOne && parsed.GetValue(_file) is { } file)
        {
            names = [.. RelayFile.Find(file, terminal)!.Names];
        }

        if (names.Count > 1 && isOne)
        {
            throw new UsageException(
                "--command and --url describe a single relay. For several relays, use relays.yaml or --relay NAME=URL for each.");
        }

        var choices = names.Select(name => Choose(name, parsed, terminal)).ToList();
        return choices.GroupBy(static choice => choice.Target.Name, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Count() > 1) is { } twice
            ? throw new UsageException($"The relay '{twice.Key}' is given more than once; give each relay once.")
            : choices;
    }

    private RelayChoice Choose(string? relay, ParseResult parsed, Terminal terminal)
    {
        var (name, url) = Split(relay);
        var command = parsed.GetValue(_command);
        url = DescribeConflict(url, parsed.GetValue(_url));
        var entry = name is not null && (parsed.GetValue(_file) is not null || (command is null && url is null))
            ? RelayFile.Find(parsed.GetValue(_file), terminal)
            : null;
        var declared = entry?.Choose(name!, terminal, TimeSpan.FromSeconds(30));
        if (parsed.GetValue(_ready) is not null && command is null && declared?.Target is not CommandTarget)
        {
            throw new UsageException(
                "--ready requires --command; a relay given by URL is probed once, and the bundled relay reports readiness itself.");
        }

        RelayTarget target = (command, url) switch
        {
            ({ } line, null) => new CommandTarget(name ?? "command", line, Probe(parsed)),
            (null, { } address) => CreateRunning(name, address),
            (not null, not null) =>
                throw new UsageException("--command and a URL cannot be combined: --command starts a relay, a URL names a running one."),
            _ when declared is not null => parsed.GetValue(_ready) is not null && declared.Target is CommandTarget started
                ? started with { Ready = Probe(parsed) }
                : declared.Target,
            _ when name is null or BundledName => Bundled(terminal),
            _ => throw new UsageException(DescribeMissing(name, entry)),
        };
        return new RelayChoice(target, declared?.Profile ?? DeclaredProfile.Plain, parsed.GetValue(_patience) ?? declared?.Patience
            ?? ReadPatience(parsed), declared?.Golden, [.. AsTyped(parsed, relay)]);
    }

    private static string DescribeMissing(string name, RelayFile? file)
    {
        if (file is null)
        {
            return $"The relay '{name}' has no address. Give --relay {name}=URL, add --command, or define it in relays.yaml.";
        }

        var near = WordSuggestion.FindAll(name, file.Names);
        var hint = near.Count == 0 ? $"it has {string.Join(", ", file.Names)}." : $"did you mean {string.Join(" or ", near)}?";
        return $"There is no relay '{name}' in {file.Name}; {hint}";
    }

    /// <summary>Returns the words that choose the same relay again.</summary>
    public IEnumerable<string> AsTyped(ParseResult parsed) => AsTyped(parsed, parsed.GetValue(_relay) is [var relay, ..] ? relay : null);

    private IEnumerable<string> AsTyped(ParseResult parsed, string? relay)
    {
        (string Name, string? Value)[] options =
        [
            ("--relay", relay), ("--relays", parsed.GetValue(_file)), ("--url", parsed.GetValue(_url)),
            ("--command", parsed.GetValue(_command)), ("--ready", parsed.GetValue(_ready)),
        ];
        return options.Where(option => option.Value is not null)
            .SelectMany(option => new[] { option.Name, Secrets.Mask(option.Value!) })
            .Concat(TypedArguments.ListWords(parsed, _patience));
    }

    private static (string? Name, string? Url) Split(string? relay) => relay?.Split('=', 2) switch
    {
        null => (null, null),
        ["", _] or [_, ""] or [""] =>
            throw new UsageException($"--relay: expected NAME=URL, such as acme=http://localhost:8080, received '{relay}'."),
        [var name, var url] => (name, url),
        var alone => (alone[0], null),
    };

    private static string? DescribeConflict(string? ofRelay, string? ofUrl) => ofRelay is null || ofUrl is null
        ? ofRelay ?? ofUrl
        : throw new UsageException("--relay NAME=URL and --url cannot be combined; give one of them.");

    private static UrlTarget CreateRunning(string? name, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new UrlTarget(name ?? url.Authority, url)
            : throw new UsageException($"'{address}' is not an http or https URL.");

    private ReadyProbe Probe(ParseResult parsed)
    {
        var text = parsed.GetValue(_ready) ?? "tcp";
        return ReadyProbe.Parse(text)
            ?? throw new UsageException($"--ready: expected tcp, 'stdout:TEXT' or 'GET /path [status]', received '{text}'.");
    }

    /// <summary>Returns the relay that comes with the judge.</summary>
    public static BundledTarget Bundled(Terminal terminal) =>
        new(RelayLaunches.FindBundled(terminal.ProgramFolder)
            ?? throw new UsageException("The bundled relay is not built (no Relay.dll beside this program); build the solution, or name a "
                + "relay with --relay NAME=URL."));
}
