using System.Diagnostics;
using NUnit.Framework;

namespace Conformance.Tests.RealClients;

/// <summary>
/// Runs a program that is not ours: with no more of the environment than it needs, without input, and with nothing to reach but loopback.
/// </summary>
internal static class ClientProcess
{
    /// <summary>Runs a client to its end, and fails the test if it wanted anything from outside.</summary>
    /// <param name="program">The client.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs, which is its home too.</param>
    /// <param name="environment">What its environment needs beyond the usual.</param>
    /// <param name="onLine">Is told each line of its output as it comes.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public static async Task<ShellResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IEnumerable<KeyValuePair<string, string>> environment,
        Action<Process, string> onLine,
        CancellationToken cancellationToken)
    {
        await using var trap = new ProxyTrap();
        var ran = await RunOpenAsync(
            program, arguments, folder, [.. Bare(folder), .. trap.Environment(), .. environment], onLine, cancellationToken);

        Assert.That(await trap.WantedAsync(cancellationToken), Is.Empty, "the client wanted something from outside");
        return ran;
    }

    /// <summary>Runs a program to its end in exactly this environment.</summary>
    public static Task<ShellResult> RunOpenAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IEnumerable<KeyValuePair<string, string>> environment,
        Action<Process, string> onLine,
        CancellationToken cancellationToken) =>
        Shell.ToTheEndAsync(Start(program, arguments, folder, environment), onLine, cancellationToken);

    /// <summary>For programs whose lines nobody waits for.</summary>
    public static void Ignore(Process process, string line)
    {
    }

    /// <summary>What every program needs: no key, registry or setting of the person who runs the tests gets in.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Bare(string home) =>
    [
        KeyValuePair.Create("PATH", "/usr/local/bin:/usr/bin:/bin"),
        KeyValuePair.Create("HOME", home),
        KeyValuePair.Create("LANG", "C.UTF-8"),
    ];

    private static ProcessStartInfo Start(
        string program, IEnumerable<string> arguments, string folder, IEnumerable<KeyValuePair<string, string>> environment)
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
