using System.Net;
using Relay.Configuring;
using Relay.Options;
using Relay.Upstreams;

namespace Relay;

/// <summary>Reads the configuration from a file, the environment and the command line; each overrides the one before.</summary>
public static class RelayOptionsReader
{
    /// <summary>The environment variable that names a configuration file.</summary>
    public const string FileVariable = "RELAY_CONFIG";

    /// <summary>Reads a command line, and from the other sources what it leaves open.</summary>
    /// <param name="args">The arguments, <c>--name value</c> or <c>--name=value</c>.</param>
    /// <param name="environment">Looks up an environment variable.</param>
    /// <param name="problem">
    /// One sentence about the first mistake, with its place if it is in a file; empty on success.
    /// </param>
    /// <returns>The options, or <see langword="null"/> after a mistake.</returns>
    public static RelayOptions? Read(IReadOnlyList<string> args, Func<string, string?> environment, out string problem)
    {
        var options = ReadWithoutUpstream(args, environment, out problem);
        if (options is { Upstream: null, Upstreams.Count: 0 })
        {
            problem = VendorPresets.Find(options.Shared.Vendor) is { } vendor
                ? $"--upstream URL is missing: each account of {vendor.Name} has its own URL, such as {vendor.Address}."
                : "--upstream URL is missing. Give it, set RELAY_UPSTREAM, select a --vendor, or define upstreams in a --config FILE.";
            return null;
        }

        if (options is { ClientKeys: null, Insecure: false } && IPAddress.TryParse(options.Host, out var address)
            && !IPAddress.IsLoopback(address))
        {
            problem = $"Without client keys, --host {options.Host} would let everyone on the network use the vendor's key: "
                + "set --client-keys FILE, or allow it with --insecure.";
            return null;
        }

        return options;
    }

    /// <summary>Like <see cref="Read"/>, but no upstream is required: nothing will be called.</summary>
    public static RelayOptions? ReadWithoutUpstream(IReadOnlyList<string> args, Func<string, string?> environment, out string problem)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(environment);

        try
        {
            problem = "";
            var line = CommandLine.Read(args, environment);
            var file = ConfigFile.Read(line.ConfigFile ?? NotEmpty(environment(FileVariable)), environment);
            return Assemble(file, [file.Assignments, OfEnvironment(environment), line.Assignments], environment);
        }
        catch (ConfigurationException wrong)
        {
            problem = wrong.Message;
            return null;
        }
    }

    private static RelayOptions Assemble(ConfigFile file, IReadOnlyList<Assignment>[] sources, Func<string, string?> environment)
    {
        var layers = new UpstreamLayers([.. sources.SelectMany(Assignment.InOrder)], environment);
        var options = layers.BuildTop() with { Upstreams = [.. file.Upstreams.Select(upstream => upstream.Build(layers))] };
        var names = NamesOf(options, file);
        if (options.DefaultUpstream is { } name && !names.Contains(name, StringComparer.Ordinal))
        {
            var chosen = sources.SelectMany(static source => source).Last(static said => said.Setting.Name == "default_upstream");
            throw chosen.Input.Unknown("upstream", name, names);
        }

        var hasDefault = names.Count == 1 || names.Contains(UpstreamOptions.DefaultName, StringComparer.Ordinal)
            || options.DefaultUpstream is not null;
        return options with { Models = new ModelRoutes(names, hasDefault).Read(file.Models) };
    }

    private static List<string> NamesOf(RelayOptions options, ConfigFile file)
    {
        List<string> names = [.. options.Upstreams.Select(static upstream => upstream.Name)];
        if (options.Upstream is not null && names.IndexOf(UpstreamOptions.DefaultName) is var taken and >= 0)
        {
            throw new ConfigurationException(
                file.Upstreams[taken].Name.Place,
                $"'{UpstreamOptions.DefaultName}' is the name of the upstream that --upstream or RELAY_UPSTREAM sets; rename this one.");
        }

        return options.Upstream is null ? names : [UpstreamOptions.DefaultName, .. names];
    }

    private static List<Assignment> OfEnvironment(Func<string, string?> environment)
    {
        List<Assignment> assignments = [];
        foreach (var setting in SettingTable.All.Where(static setting => setting.IsForTop))
        {
            var word = NotEmpty(environment(setting.Variable)) is null ? setting.OldVariable ?? setting.Variable : setting.Variable;
            if (NotEmpty(environment(word)) is { } value)
            {
                assignments.Add(CommandLine.Assign(setting, word, value, environment));
            }
        }

        return assignments;
    }

    private static string? NotEmpty(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
