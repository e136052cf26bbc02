using System.Runtime.Versioning;
using NUnit.Framework;

namespace Conformance.Tests.RealClients;

/// <summary>The script that puts the clients into the cache, with an npm that fetches nothing.</summary>
[CancelAfter(60_000)]
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class InstallTests : IDisposable
{
    private const string Fetches = """
        #!/bin/sh
        echo fetched >>"$FETCHED"
        mkdir -p node_modules/openai && echo code >node_modules/openai/index.js
        """;

    private const string Fails = """
        #!/bin/sh
        echo 'npm error code ENOTFOUND' >&2
        echo 'npm error network request to a far away place failed' >&2
        mkdir -p node_modules/half
        exit 1
        """;

    private static readonly string[] Tools =
    [
        "bash", "cat", "cmp", "cp", "cut", "dirname", "env", "find", "flock", "head", "mkdir", "mktemp", "mv", "rm", "sed", "sh",
        "sha256sum", "sort", "uname",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("relayconf");

    private string Cache => Path.Combine(_folder.FullName, "cache");

    private string Fetched => Path.Combine(_folder.FullName, "fetched");

    [Test]
    public async Task Clients_are_fetched_once_and_found_again(CancellationToken cancellationToken)
    {
        UseNpm(Fetches);

        var first = await InstallAsync(cancellationToken);
        var second = await InstallAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((first.ExitCode, second.ExitCode, second.Output), Is.EqualTo((0, 0, first.Output)), first.Error + second.Error);
            Assert.That(first.Output, Does.StartWith(Cache));
            Assert.That(File.Exists(Path.Combine(first.Output.Trim(), "node_modules", "openai", "index.js")));
            Assert.That(File.ReadAllLines(Fetched), Has.Length.EqualTo(1));
        });
    }

    [Test]
    public async Task Two_runs_at_once_fetch_once(CancellationToken cancellationToken)
    {
        UseNpm(Fetches);

        var both = await Task.WhenAll(InstallAsync(cancellationToken), InstallAsync(cancellationToken));

        Assert.That(both.Select(static ran => ran.ExitCode), Is.All.Zero, both[0].Error + both[1].Error);
        Assert.That(File.ReadAllLines(Fetched), Has.Length.EqualTo(1));
    }

    [TestCase("lost")]
    [TestCase("cut short")]
    public async Task Clients_that_lost_something_are_fetched_again(string damage, CancellationToken cancellationToken)
    {
        UseNpm(Fetches);
        var before = await InstallAsync(cancellationToken);
        var file = Path.Combine(before.Output.Trim(), "node_modules", "openai", "index.js");
        var whole = await File.ReadAllTextAsync(file, cancellationToken);

        if (damage == "lost")
        {
            File.Delete(file);
        }
        else
        {
            await File.WriteAllTextAsync(file, "", cancellationToken);
        }

        var after = await InstallAsync(cancellationToken);
        Assert.Multiple(() =>
        {
            Assert.That(after.ExitCode, Is.Zero, after.Error);
            Assert.That(File.ReadAllText(file), Is.EqualTo(whole));
            Assert.That(File.ReadAllLines(Fetched), Has.Length.EqualTo(2));
        });
    }

    [Test]
    public async Task A_network_that_is_missing_is_told_in_one_sentence_and_leaves_nothing_half(CancellationToken cancellationToken)
    {
        UseNpm(Fails);

        var ran = await InstallAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That((ran.ExitCode, ran.Output), Is.EqualTo((3, "")));
            Assert.That(Last(ran.Error), Does.StartWith("clients: npm could not install them (ENOTFOUND)").And.Contain("network"));
            Assert.That(Directory.GetDirectories(Cache), Is.Empty);
        });
    }

    [Test]
    public async Task An_npm_that_is_missing_is_told_in_one_sentence(CancellationToken cancellationToken)
    {
        UseNpm(null);

        var ran = await InstallAsync(cancellationToken);

        Assert.That((ran.ExitCode, Last(ran.Error)), Is.EqualTo((3, "clients: npm is missing; on Debian: apt-get install npm")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Makes a path that holds the script's tools and this npm, and nothing else.</summary>
    private void UseNpm(string? script)
    {
        var bin = _folder.CreateSubdirectory("bin").FullName;
        foreach (var tool in Tools)
        {
            var found = new[] { "/usr/bin", "/bin" }.Select(folder => Path.Combine(folder, tool)).First(File.Exists);
            File.CreateSymbolicLink(Path.Combine(bin, tool), found);
        }

        if (script is not null)
        {
            var npm = Path.Combine(bin, "npm");
            File.WriteAllText(npm, script);
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Task<ShellResult> InstallAsync(CancellationToken cancellationToken) => ClientProcess.RunOpenAsync(
        "bash",
        [Repository.PathOf("Conformance.Tests/RealClients/Downloaded/install")],
        _folder.FullName,
        [
            KeyValuePair.Create("PATH", Path.Combine(_folder.FullName, "bin")),
            KeyValuePair.Create("HOME", _folder.FullName),
            KeyValuePair.Create("RELAYCONF_CLIENTS_CACHE", Cache),
            KeyValuePair.Create("FETCHED", Fetched),
        ],
        ClientProcess.Ignore,
        cancellationToken);

    private static string Last(string text) => text.TrimEnd().Split('\n')[^1];
}
