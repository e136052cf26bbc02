using System.Diagnostics;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.RealClients;

/// <summary>Runs a program that is not ours: with no more of the environment than it needs, without input, and with nothing to reach but loopback.</summary>
internal static class ClientProcess
{
    /// <summary>Runs a client to its end, and fails the test if it wanted anything from outside.</summary>
    public static async Task<ShellResult> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken, params KeyValuePair<string, string>[] environment)
    {
        await using var trap = new ProxyTrap();
        var ran = await RunOpenAsync(program, arguments, folder, [.. Bare(folder), .. trap.Environment(), .. environment], cancellationToken);

        Assert.That(await trap.WantedAsync(cancellationToken), Is.Empty, "the client wanted something from outside");
        return ran;
    }

    /// <summary>Runs a program to its end in exactly this environment.</summary>
    public static async Task<ShellResult> RunOpenAsync(
        string program, IEnumerable<string> arguments, string folder, IEnumerable<KeyValuePair<string, string>> environment, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Start(program, arguments, folder, environment) };
        process.Start();
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new ShellResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What every program needs: no key, registry or setting of the person who runs the tests gets in.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Bare(string home) =>
    [
        KeyValuePair.Create("PATH", "/usr/local/bin:/usr/bin:/bin"),
        KeyValuePair.Create("HOME", home),
        KeyValuePair.Create("LANG", "C.UTF-8"),
    ];

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments, string folder, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
