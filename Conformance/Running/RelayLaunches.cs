using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Makes launches: of the bundled relay with a set-up, and of a user's command.</summary>
internal static class RelayLaunches
{
    // A proxy between the parts would be tested instead of the relay. The user's own key must not reach a mock: the relay is to pass on the client's.
    private static readonly string[] NotInherited =
        ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "UPSTREAM_API_KEY"];

    private static readonly string[] NotInheritedByTheBundled = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "URLS"];

    /// <summary>The bundled relay with a set-up.</summary>
    public static RelayLaunch Bundled(BundledTarget target, RelaySetup? setup, Uri upstream)
    {
        List<string> arguments = [target.Program, "--upstream", upstream.ToString(), "--port", "0", "--log-level", "warning"];
        if (setup?.Preset is { } preset)
        {
            arguments.AddRange(["--preset", preset]);
        }

        foreach (var (name, value) in setup?.Set ?? [])
        {
            arguments.AddRange(["--set", $"{name}={value}"]);
        }

        return new RelayLaunch
        {
            Program = DotnetHost(),
            Arguments = arguments,
            Environment = [.. NotInherited.Concat(NotInheritedByTheBundled).Select(name => KeyValuePair.Create(name, (string?)null))],
            Ready = new AnnouncementProbe(),
        };
    }

    /// <summary>A user's command, run by the shell.</summary>
    public static RelayLaunch Command(CommandTarget target, Uri upstream, TimeSpan patience)
    {
        var port = FreePort().ToString(CultureInfo.InvariantCulture);
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

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
