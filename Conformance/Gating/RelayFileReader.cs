using Scenarios.Model;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Conformance.Gating;

/// <summary>Reads a file of relays. Strict: each mistake is a problem with its place, and a key never stands in the file.</summary>
internal sealed class RelayFileReader
{
    /// <summary>The usual name of the file.</summary>
    public const string FileName = "relays.yaml";

    /// <summary>The name of the bundled relay, which needs neither a command nor a URL.</summary>
    public const string BundledName = "bundled";

    // The longest wait for a relay to get ready.
    private static readonly TimeSpan MaxPatience = TimeSpan.FromHours(1);

    private static readonly string[] LiteralKeys = ["api_key", "apikey", "api-key", "key", "token", "secret", "password"];

    private static readonly string[] KeyHeaders = [
        "authorization", "proxy-authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie",
    ];

    private static readonly string[] OfStartedRelays = ["ready", "ready_timeout", "env"];

    private static readonly string[] OfCommands = ["ready", "env"];

    /// <summary>The keys of a relay.</summary>
    public static KeyTable Keys { get; } = new("a relay",
    [
        new("name", "The name of the relay: letters, digits, dots, hyphens and underscores.", Required: true),
        new("command", "A command that starts the relay; {UPSTREAM_URL} and {PORT} are replaced."),
        new("url", "The URL of a running relay, which must use the mock as its upstream."),
        new("headers", "Headers sent with every request to the relay; ${NAME} is replaced by an environment variable."),
        new("api_key_env", "The environment variable that contains the API key for the relay."),
        new("env", "Environment variables for the relay; ${NAME} is replaced by a variable of the current environment."),
        new("ready", "The readiness check: tcp, 'stdout:TEXT' or 'GET /path [status]'."),
        new("ready_timeout", "The timeout for the relay to become ready, such as 30s."),
        new("path", "The path of the responses endpoint, such as /openai/v1/responses."),
        new("dialect", "The event names that the relay sends: openai or open-responses."),
        new("lacks", "The features that the relay lacks; cases that need one are not applicable."),
        new("model_map", "The model that the relay sends upstream, by the model in the client request; '*' matches every other model."),
        new("known", "The known-failures file, relative to the folder of this file."),
        new("golden", "A folder with golden files of this relay, relative to the folder of this file."),
    ]);

    private readonly IReadOnlyList<KeyValuePair<string, string>> _features;
    private readonly ProblemLog _problems = new();
    private readonly NodeReader _nodes;
    private readonly HashSet<SourcePlace> _literals = [];

    private readonly Func<string, bool> _isProbe;

    private RelayFileReader(IReadOnlyList<KeyValuePair<string, string>> features, Func<string, bool> isProbe)
    {
        _features = features;
        _isProbe = isProbe;
        _nodes = new NodeReader(_problems);
    }

    /// <summary>The dialects with their meanings.</summary>
    public static WordTable Dialects { get; } = new("a dialect", "unknown-dialect",
    [
        new("openai", "The events of OpenAI's Responses API."),
        new("open-responses", "The events of the Open Responses specification."),
    ]);

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's name in messages.</param>
    /// <param name="text">Its text.</param>
    /// <param name="features">The features that a relay may lack, with their meanings.</param>
    /// <param name="isProbe">Returns whether a text is a valid readiness probe.</param>
    /// <returns>The relays that could be read, and everything that is wrong.</returns>
    public static (IReadOnlyList<RelayEntry> Relays, IReadOnlyList<ScenarioProblem> Problems) Read(
        string file, string text, IReadOnlyList<KeyValuePair<string, string>> features, Func<string, bool> isProbe)
    {
        var reader = new RelayFileReader(features, isProbe);
        var relays = reader.ReadRelays(file, text);
        var problems = GateYaml.InOrder(reader._problems)
            .Where(problem => problem.Code != "unknown-key" || !reader._literals.Contains(problem.Place));
        return (relays, [.. problems]);
    }

    /// <summary>The words of features as a closed list.</summary>
    public static WordTable Features(IReadOnlyList<KeyValuePair<string, string>> features) =>
        new("a feature", "unknown-feature", [.. features.Select(static feature => new Word(feature.Key, feature.Value))]);

    private List<RelayEntry> ReadRelays(string file, string text)
    {
        List<RelayEntry> relays = [];
        if (GateYaml.Read(file, text, _problems) is not { } root)
        {
            if (_problems.Count == 0)
            {
                _problems.Add(
                    GateYaml.CreateFilePlace(file),
                    "empty-file",
                    "the file is empty; expected a list of relays, each with a name and a command or a url");
            }

            return relays;
        }

        foreach (var node in _nodes.ReadList(root, "the file of relays"))
        {
            if (ReadRelay(node) is { } relay)
            {
                if (relays.Find(other => other.Name == relay.Name) is { } twin)
                {
                    _nodes.Report(
                        relay.Place,
                        "duplicate-relay",
                        $"the name '{relay.Name}' is already used in line {twin.Place.Line}; give each relay a unique name");
                }

                relays.Add(relay);
            }
        }

        return relays;
    }

    private RelayEntry? ReadRelay(YamlNode node)
    {
        RefuseLiterals(node);
        if (_nodes.ReadFields(node, Keys) is not { } fields)
        {
            return null;
        }

        var name = fields["name"] is { } nameNode ? Name(nameNode) : null;
        var command = Text(fields, "command");
        var url = fields["url"] is { } urlNode ? Url(urlNode) : null;
        CheckTarget(fields, name, command, url);
        var relay = new RelayEntry
        {
            Name = name ?? "",
            Place = node.Place,
            Command = command,
            Url = url,
            Headers = fields["headers"] is { } headers ? Headers(headers) : [],
            ApiKeyVariable = fields["api_key_env"] is { } key ? Variable(key) : null,
            Environment = fields["env"] is { } env ? Pairs(env, "env") : [],
            Ready = Probe(fields),
            ReadyTimeout = fields["ready_timeout"] is { } timeout ? Patience(timeout) : null,
            Path = fields["path"] is { } path ? Path(path) : null,
            Dialect = fields["dialect"] is { } dialect ? _nodes.ReadWord(dialect, "dialect", Dialects) : null,
            Lacks = fields["lacks"] is { } lacks ? Lacks(lacks) : [],
            ModelMap = [.. (fields["model_map"] is { } map
                ? Pairs(map, "model_map")
                : []).Select(static pair => KeyValuePair.Create(pair.Key, pair.Value.Value))],
            Known = Text(fields, "known")?.Value,
            Golden = Text(fields, "golden")?.Value,
        };
        return name is null ? null : relay;
    }

    /// <summary>A file of relays is committed; a key in it would be, too.</summary>
    private void RefuseLiterals(YamlNode node)
    {
        if (node is not YamlMap map)
        {
            return;
        }

        foreach (var entry in map.Entries.Where(static entry => LiteralKeys.Contains(entry.Key.Value, StringComparer.OrdinalIgnoreCase)))
        {
            _literals.Add(entry.Key.Place);
            _nodes.Report(
                entry.Key.Place,
                "literal-key",
                $"'{entry.Key.Value}' would store a key in the file; set an environment variable, and write api_key_env: NAME");
        }
    }

    private void CheckTarget(Fields fields, string? name, RelayText? command, RelayText? url)
    {
        if (command is not null && url is not null)
        {
            _nodes.Report(
                url.Place,
                "two-targets",
                "command and url cannot be combined: a command starts a relay, a url names a running one; remove one of them");
        }
        else if (!fields.Has("command") && !fields.Has("url") && name is not null and not BundledName)
        {
            _nodes.Report(fields.Place, "no-target", $"the relay '{name}' has neither a command nor a url");
        }

        foreach (var only in OfStartedRelays.Where(key => fields.Has(key) && fields.Has("url")))
        {
            _nodes.Report(fields.PlaceOf(only), "not-started", $"'{only}' requires command; a relay with a url is already running");
        }

        foreach (var only in OfCommands.Where(key => fields.Has(key) && !fields.Has("command") && !fields.Has("url")
            && name == BundledName))
        {
            _nodes.Report(fields.PlaceOf(only), "not-started", $"'{only}' requires command; the judge starts the bundled relay");
        }
    }

    private string? Name(YamlNode node)
    {
        if (_nodes.ReadLooseText(node, "name") is not { } name)
        {
            return null;
        }

        if (name.Length > 0 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            && name[0] is not ('-' or '.'))
        {
            return name;
        }

        _nodes.Report(node.Place, "bad-name", $"'{name}' is not a valid name; use letters, digits, dots, hyphens and underscores");
        return null;
    }

    private RelayText? Text(Fields fields, string key) =>
        fields[key] is { } node && _nodes.ReadText(node, key) is { } text ? NotEmpty(node, key, text) : null;

    private RelayText? Probe(Fields fields)
    {
        if (Text(fields, "ready") is { } ready && !_isProbe(ready.Value))
        {
            _nodes.Report(
                ready.Place, "bad-probe", $"ready: expected tcp, 'stdout:TEXT' or 'GET /path [status]', received '{ready.Value}'");
            return null;
        }

        return Text(fields, "ready");
    }

    private RelayText? NotEmpty(YamlNode node, string key, string text)
    {
        if (text.Trim().Length > 0)
        {
            return new RelayText(text, node.Place);
        }

        _nodes.Report(node.Place, "empty-value", $"'{key}' is empty; remove the key, or add a value");
        return null;
    }

    private RelayText? Url(YamlNode node)
    {
        if (_nodes.ReadText(node, "url") is not { } text)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            _nodes.Report(node.Place, "bad-url", "url must be an http or https URL");
            return null;
        }

        if (url.UserInfo.Length > 0)
        {
            _nodes.Report(
                node.Place,
                "literal-key",
                "the url contains a user name or password; set keys in environment variables, and write api_key_env: NAME or headers");
        }

        return new RelayText(text, node.Place);
    }

    private IReadOnlyList<KeyValuePair<string, RelayText>> Headers(YamlNode node)
    {
        var pairs = Pairs(node, "headers");
        foreach (var (name, value) in pairs)
        {
            if (name.Length == 0 || !name.All(static character => char.IsAsciiLetterOrDigit(character)
                || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal)))
            {
                _nodes.Report(value.Place, "bad-header", $"'{name}' is not a valid header name");
            }
            else if (value.Value.Any(static character => character is '\r' or '\n' or '\0'))
            {
                _nodes.Report(value.Place, "bad-header", $"the value of {name} contains a line break, which a header value cannot contain");
            }
            else if (KeyHeaders.Contains(name, StringComparer.OrdinalIgnoreCase) && !value.Value.Contains("${", StringComparison.Ordinal))
            {
                _nodes.Report(
                    value.Place,
                    "literal-key",
                    $"the value of {name} would store a key in the file; write ${{NAME}} to use an environment variable");
            }
        }

        return pairs;
    }

    private IReadOnlyList<KeyValuePair<string, RelayText>> Pairs(YamlNode node, string what)
    {
        if (node is not YamlMap map)
        {
            _nodes.ReportKind(node, what, "a mapping");
            return [];
        }

        return
        [
            .. map.Entries.Select(entry => (entry.Key.Value, entry.Value.Place, Text: _nodes.ReadLooseText(
                entry.Value, $"{what}: {entry.Key.Value}")))
                .Where(static pair => pair.Text is not null)
                .Select(static pair => KeyValuePair.Create(pair.Value, new RelayText(pair.Text!, pair.Place))),
        ];
    }

    private RelayText? Variable(YamlNode node)
    {
        if (_nodes.ReadText(node, "api_key_env") is not { } name)
        {
            return null;
        }

        if (name.Length > 0 && name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_')
            && !char.IsAsciiDigit(name[0]))
        {
            return new RelayText(name, node.Place);
        }

        // The value may be a key that was put here by mistake, so that it is not repeated.
        _nodes.Report(node.Place, "bad-variable", "api_key_env must be the name of an environment variable, not the key itself");
        return null;
    }

    private TimeSpan? Patience(YamlNode node)
    {
        var time = _nodes.ReadDuration(node, "ready_timeout");
        if (time is { } bound && (bound <= TimeSpan.Zero || bound > MaxPatience))
        {
            _nodes.Report(node.Place, "bad-duration", "ready_timeout must be above 0 and at most one hour");
            return null;
        }

        return time;
    }

    private string? Path(YamlNode node)
    {
        var path = _nodes.ReadText(node, "path");
        if (path is not null && (path is not ['/', ..] || path.Any(char.IsWhiteSpace)))
        {
            _nodes.Report(node.Place, "bad-path", $"'{path}' is not a path; expected a path such as /v1/responses");
            return null;
        }

        return path;
    }

    private List<string> Lacks(YamlNode node)
    {
        var table = Features(_features);
        return [.. _nodes.ReadList(node, "lacks").Select(feature => _nodes.ReadWord(feature, "a feature", table)).OfType<string>()];
    }
}
