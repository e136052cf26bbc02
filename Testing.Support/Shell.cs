using System.Diagnostics;
using System.Text;
using NUnit.Framework;

namespace Testing.Support;

/// <summary>What a process wrote and how it ended.</summary>
public sealed record ShellResult(int ExitCode, string Output, string Error);

/// <summary>The command line as people run it: a process of its own.</summary>
public static class Shell
{
    /// <summary>The program's file.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        TestContext.CurrentContext.TestDirectory,
        "..",
        "..",
        "Conformance",
        new DirectoryInfo(TestContext.CurrentContext.TestDirectory).Name,
        "relayconf.dll"));

    /// <summary>Runs <c>relayconf</c> to its end.</summary>
    public static Task<ShellResult> RelayconfAsync(
        IEnumerable<string> arguments, CancellationToken cancellationToken, params KeyValuePair<string, string?>[] environment) =>
        RelayconfAsync(arguments, onLine: (_, _) => { }, cancellationToken, environment);

    /// <summary>Runs <c>relayconf</c> to its end, and tells each line of its output as it comes.</summary>
    public static async Task<ShellResult> RelayconfAsync(
        IEnumerable<string> arguments,
        Action<Process, string> onLine,
        CancellationToken cancellationToken,
        params KeyValuePair<string, string?>[] environment)
    {
        return await ToTheEndAsync(Relayconf(arguments, environment), onLine, cancellationToken);
    }

    /// <summary>How <c>relayconf</c> is started, for tests that do not let it come to its end.</summary>
    public static ProcessStartInfo Relayconf(IEnumerable<string> arguments, params KeyValuePair<string, string?>[] environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs a program to its end, without input, and tells each line of its output as it comes.</summary>
    public static async Task<ShellResult> ToTheEndAsync(
        ProcessStartInfo start, Action<Process, string> onLine, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = start };
        var output = new StringBuilder();
        process.Start();
        if (start.RedirectStandardInput)
        {
            process.StandardInput.Close();
        }

        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                output.Append(line).Append('\n');
                onLine(process, line);
            }

            await process.WaitForExitAsync(cancellationToken);
            return new ShellResult(process.ExitCode, output.ToString(), await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
