using System.Globalization;
using System.Runtime.InteropServices;
using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>Makes launches: of the bundled relay with a set-up, and of a user's command.</summary>
internal static class RelayLaunches
{
    // A proxy between the parts would be tested instead of the relay. The user's own key must not reach a mock: the relay is to pass on the
    // client's.
    private static readonly string[] NotInherited =
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "UPSTREAM_API_KEY"];

    // A bundled relay of a run lives for seconds: methods are compiled once, without profiles and nearly without a second, optimised form.
    // Measured over all cases: 29 s of processor time for the run instead of 49 s.
    private static readonly KeyValuePair<string, string?>[] ShortLived =
    [
        KeyValuePair.Create<string, string?>("DOTNET_TieredPGO", "0"),
        KeyValuePair.Create<string, string?>("DOTNET_TC_CallCountThreshold", "2000"),
    ];

    private static readonly string[] NotInheritedByTheBundled =
    [
        "ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "URLS",
        "UPSTREAM_BASE_URL", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    /// <summary>Returns the launch of the bundled relay with one set-up.</summary>
    /// <param name="target">Where it is.</param>
    /// <param name="setup">How it is set up.</param>
    /// <param name="upstream">The mock.</param>
    /// <param name="files">Takes its configuration file, if the set-up has one.</param>
    public static RelayLaunch CreateBundled(BundledTarget target, RelaySetup? setup, Uri upstream, RelayFiles files)
    {
        List<string> arguments = [];
        if (setup?.Config is not { } config || !(config.TryGetProperty("upstreams", out _) || config.TryGetProperty("upstream", out _)))
        {
            arguments.AddRange(["--upstream", upstream.ToString()]);
        }

        if (setup?.Config is { } written)
        {
            arguments.AddRange(
                ["--config", files.Write(written.GetRawText().Replace("$UPSTREAM_URL", upstream.ToString(), StringComparison.Ordinal))]);
        }

        if (RelaySettings.LeavesPatience(setup))
        {
            arguments.AddRange(["--set", $"{RelaySettings.Patience.Key}={RelaySettings.Patience.Value}"]);
        }

        if (setup?.Preset is { } preset)
        {
            arguments.AddRange(["--preset", preset]);
        }

        foreach (var (name, value) in setup?.Set ?? [])
        {
            arguments.AddRange(["--set", $"{name}={value}"]);
        }

        return CreateBundled(target, arguments) with { Folder = setup?.Config is null ? null : files.Folder };
    }

    /// <summary>Returns the launch of the bundled relay with a complete configuration file.</summary>
    public static RelayLaunch CreateBundled(BundledTarget target, string config) => CreateBundled(target, ["--config", config]);

    private static RelayLaunch CreateBundled(BundledTarget target, IReadOnlyList<string> arguments) => new()
    {
        Program = DotnetHost(),
        Arguments = [target.Program, "--port", "0", "--log-level", "warning", .. arguments],
        Environment = [.. NotInherited.Concat(NotInheritedByTheBundled)
            .Concat(OwnVariables())
            .Select(name => KeyValuePair.Create(name, (string?)null)), .. ShortLived],
        Ready = new AnnouncementProbe(),
    };

    // These variables may configure a relay of the user. The relay under test is configured by the case alone.
    private static IEnumerable<string> OwnVariables() =>
        System.Environment.GetEnvironmentVariables().Keys
            .Cast<string>()
            .Where(static name => name.StartsWith("RELAY_", StringComparison.Ordinal));

    /// <summary>A user's command, run by the shell.</summary>
    /// <param name="target">The command.</param>
    /// <param name="upstream">The mock.</param>
    /// <param name="patience">How long it may take to become ready.</param>
    /// <param name="environment">Variables that the user declared for it.</param>
    public static RelayLaunch CreateCommand(
        CommandTarget target, Uri upstream, TimeSpan patience, params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var port = RelayPorts.FindFree().ToString(CultureInfo.InvariantCulture);
        var command = target.Command
            .Replace("{UPSTREAM_URL}", upstream.ToString(), StringComparison.Ordinal)
            .Replace("{PORT}", port, StringComparison.Ordinal);
        var windows = OperatingSystem.IsWindows();
        return new RelayLaunch
        {
            Program = windows ? "cmd.exe" : "/bin/sh",
            Arguments = [windows ? "/c" : "-c", command],
            Environment =
            [
                .. NotInherited.Select(name => KeyValuePair.Create(name, (string?)null)),
                KeyValuePair.Create<string, string?>("UPSTREAM_URL", upstream.ToString()),
                KeyValuePair.Create<string, string?>("PORT", port),
                .. environment.Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value.Replace(
                    "{UPSTREAM_URL}", upstream.ToString(), StringComparison.Ordinal).Replace("{PORT}", port, StringComparison.Ordinal))),
            ],
            Ready = target.Ready,
            Url = new Uri($"http://127.0.0.1:{port}"),
            Patience = patience,
        };
    }

    /// <summary>The built relay beside the judge: in the same artifacts folder, or where a published judge has it.</summary>
    public static string? FindBundled(string programFolder)
    {
        var folder = new DirectoryInfo(programFolder);
        string[] candidates =
        [
            Path.Combine(folder.FullName, "..", "..", "Relay", folder.Name, "Relay.dll"),
            Path.Combine(folder.FullName, "relay", "Relay.dll"),
        ];
        return candidates.Select(Path.GetFullPath).FirstOrDefault(File.Exists);
    }

    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string?[] candidates =
        [
            System.Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"),
            Path.GetFileName(System.Environment.ProcessPath) == name ? System.Environment.ProcessPath : null,
            // The runtime stands in <root>/shared/Microsoft.NETCore.App/<version>.
            Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name)),
        ];
        return candidates.FirstOrDefault(File.Exists) ?? name;
    }
}
