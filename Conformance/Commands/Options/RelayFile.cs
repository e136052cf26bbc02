using Conformance.Commands.Showing;
using Conformance.Gating;
using Conformance.Running.Features;
using Conformance.Running.Relays;

namespace Conformance.Commands.Options;

/// <summary>A file of relays: found, read, and turned into relays that can be run.</summary>
internal sealed class RelayFile
{
    private readonly string _path;
    private readonly string _name;
    private readonly IReadOnlyList<RelayEntry> _relays;

    private RelayFile(string path, string name, IReadOnlyList<RelayEntry> relays)
    {
        _path = path;
        _name = name;
        _relays = relays;
    }

    /// <summary>The file's name as messages show it.</summary>
    public string Name => _name;

    /// <summary>The names of its relays.</summary>
    public IEnumerable<string> Names => _relays.Select(static relay => relay.Name);

    /// <summary>
    /// Reads the named file, or the nearest <c>relays.yaml</c> in this folder or above; returns <see langword="null"/> if none exists.
    /// </summary>
    /// <exception cref="UsageException">The named file does not exist.</exception>
    /// <exception cref="FileProblemsException">The file does not read.</exception>
    public static RelayFile? Find(string? named, Terminal terminal)
    {
        var path = named is null ? FindUpward(terminal.Directory) : Path.GetFullPath(named, terminal.Directory);
        if (path is null)
        {
            return null;
        }

        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{named}'.");
        }

        var name = KnownFile.FormatName(path, terminal);
        var (relays, problems) = RelayFileReader.Read(
            name, File.ReadAllText(path), RelayFeatures.All, static text => ReadyProbe.Parse(text) is not null);
        return problems.Count == 0 ? new RelayFile(path, name, relays) : throw new FileProblemsException(problems);
    }

    /// <summary>Returns the relay with that name; <see langword="null"/> when the file has none.</summary>
    /// <exception cref="FileProblemsException">A variable that the relay needs is not set.</exception>
    public RelayChoice? Choose(string name, Terminal terminal, TimeSpan patience)
    {
        if (_relays.FirstOrDefault(relay => relay.Name == name) is not { } relay)
        {
            return null;
        }

        var variables = new RelayVariables(terminal.Environment);
        var profile = CreateProfile(relay, variables);
        if (variables.Problems.Count > 0)
        {
            throw new FileProblemsException(variables.Problems);
        }

        return new RelayChoice(CreateTarget(relay, terminal), profile, relay.ReadyTimeout
            ?? patience, ResolvePath(relay.Golden), ["--relay", name]);
    }

    private DeclaredProfile CreateProfile(RelayEntry relay, RelayVariables variables) => new()
    {
        Headers = variables.Fill(relay.Headers),
        ApiKey = relay.ApiKeyVariable is { } key ? variables.Resolve(key.Value, key.Place) : null,
        Path = relay.Path,
        Environment = variables.Fill(relay.Environment),
        Dialect = relay.Dialect ?? DeclaredProfile.Plain.Dialect,
        Lacks = relay.Lacks.ToHashSet(StringComparer.Ordinal),
        ModelMap = relay.ModelMap,
        Known = ResolvePath(relay.Known),
    };

    private static RelayTarget CreateTarget(RelayEntry relay, Terminal terminal) => relay switch
    {
        { Command: { } command } => new CommandTarget(relay.Name, command.Value, Probe(relay)),
        { Url: { } url } => new UrlTarget(relay.Name, new Uri(url.Value)),
        _ => TargetOptions.Bundled(terminal),
    };

    private static ReadyProbe Probe(RelayEntry relay) =>
        (relay.Ready is { } ready ? ReadyProbe.Parse(ready.Value) : null) ?? new TcpProbe();

    /// <summary>Returns a path of the file from the file's own folder on.</summary>
    private string? ResolvePath(string? path) => path is null ? null : Path.GetFullPath(path, Path.GetDirectoryName(_path)!);

    private static string? FindUpward(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, RelayFileReader.FileName);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
