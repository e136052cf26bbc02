using System.CommandLine;
using Conformance.Running;

namespace Conformance.Commands.Options;

/// <summary>The options that say which relay is held to the contract.</summary>
internal sealed class TargetOptions
{
    private const string BundledName = "bundled";

    private readonly Option<string?> _relay = new("--relay") { Description = "A relay that runs already, as NAME=URL; or the name of the one that --command starts. Default: bundled.", HelpName = "NAME[=URL]" };
    private readonly Option<string?> _url = new("--url") { Description = "A relay that runs already, named after its address.", HelpName = "URL" };
    private readonly Option<string?> _command = new("--command") { Description = "A command that starts a relay; {UPSTREAM_URL} and {PORT} are put in (also set as variables).", HelpName = "CMD" };
    private readonly Option<string?> _ready = new("--ready") { Description = "How the started relay is known to be ready: tcp, 'stdout:TEXT' or 'GET /path [status]'. A line 'listening on http://…' always counts. Default: tcp.", HelpName = "PROBE" };
    private readonly Option<TimeSpan?> _patience = Durations.Option("--ready-timeout", "How long it may take to get ready. Default: 30s.");

    public void AddTo(Command command)
    {
        command.Add(_relay);
        command.Add(_url);
        command.Add(_command);
        command.Add(_ready);
        command.Add(_patience);
    }

    public TimeSpan Patience(ParseResult parsed) => parsed.GetValue(_patience) ?? TimeSpan.FromSeconds(30);

    public RelayTarget Read(ParseResult parsed, Terminal terminal)
    {
        var (name, url) = Split(parsed.GetValue(_relay));
        var command = parsed.GetValue(_command);
        url = Only(url, parsed.GetValue(_url));
        if (parsed.GetValue(_ready) is not null && command is null)
        {
            throw new UsageException("--ready belongs to --command; a relay given by URL is looked for once, and the bundled one tells by itself.");
        }

        return (command, url) switch
        {
            ({ } line, null) => new CommandTarget(name ?? "command", line, Probe(parsed)),
            (null, { } address) => Running(name, address),
            (not null, not null) => throw new UsageException("--command starts a relay and a URL names one that runs; give one of them."),
            _ when name is null or BundledName => Bundled(terminal),
            _ => throw new UsageException($"Where is the relay '{name}'? Give --relay {name}=URL, or --command with it."),
        };
    }

    /// <summary>The words that choose the same relay again.</summary>
    public IEnumerable<string> AsTyped(ParseResult parsed) => Typed.Words(parsed, _relay, _url, _command, _ready, _patience).Select(Secrets.Mask);

    private static (string? Name, string? Url) Split(string? relay) => relay?.Split('=', 2) switch
    {
        null => (null, null),
        ["", _] or [_, ""] or [""] => throw new UsageException($"--relay takes NAME=URL, such as acme=http://localhost:8080, not '{relay}'."),
        [var name, var url] => (name, url),
        var alone => (alone[0], null),
    };

    private static string? Only(string? ofRelay, string? ofUrl) => ofRelay is null || ofUrl is null
        ? ofRelay ?? ofUrl
        : throw new UsageException("--relay NAME=URL and --url name the same thing; give one of them.");

    private static UrlTarget Running(string? name, string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? new UrlTarget(name ?? url.Authority, url)
            : throw new UsageException($"'{address}' is no http or https URL.");

    private ReadyProbe Probe(ParseResult parsed)
    {
        var text = parsed.GetValue(_ready) ?? "tcp";
        return ReadyProbe.Parse(text) ?? throw new UsageException($"--ready takes tcp, 'stdout:TEXT' or 'GET /path [status]', not '{text}'.");
    }

    private static BundledTarget Bundled(Terminal terminal) =>
        new(RelayLaunches.FindBundled(terminal.ProgramFolder)
            ?? throw new UsageException("The bundled relay is not built (no Relay.dll beside this program); build the solution, or name a relay with --relay NAME=URL."));
}
