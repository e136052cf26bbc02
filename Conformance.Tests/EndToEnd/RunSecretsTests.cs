using NUnit.Framework;

namespace Conformance.Tests.EndToEnd;

/// <summary>A whole run with secrets planted everywhere: none is in what the command line says or in any file that it leaves.</summary>
[TestFixture]
[CancelAfter(180_000)]
internal sealed class RunSecretsTests
{
    // What the upstream sent is evidence, kept byte for byte: the scenario's own text, its headers, its bytes on the wire, and the
    // report that shows them.
    private static readonly string[] OfTheScript = ["scenario.yaml", "exchange.json", "upstream.sse", "writes.jsonl", "report.html"];

    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("relayconf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Platform(Exclude = "Win", Reason = "The command is one of a POSIX shell.")]
    public async Task A_run_leaves_no_secret_behind([Values] bool verbose, CancellationToken cancellationToken)
    {
        var scenarios = CopyScenarios();
        string[] words =
        [
            "run", "--command", Command(), "--scenarios", scenarios, "--out", Path.Combine(_folder, "runs"),
            .. verbose ? new[] { "-v" } : [],
        ];

        var ran = await Shell.RelayconfAsync(words, cancellationToken, [.. Planted.Environment]);

        Assert.That(ran.ExitCode, Is.EqualTo(1), ran.Output + ran.Error);
        Assert.That(ran.Output, Does.Contain("FAIL text/fails"));
        Planted.AssertNoneIn("what was said", ran.Output + ran.Error);
        var files = Directory.GetFiles(Path.Combine(_folder, "runs"), "*", SearchOption.AllDirectories)
            .Where(static file => !file.Contains("latest", StringComparison.Ordinal))
            .ToList();
        Assert.That(files, Has.Count.GreaterThan(100));
        Assert.That(files, Has.Some.EndsWith("report.html").And.Some.EndsWith("junit.xml").And.Some.EndsWith("results.jsonl"));
        Assert.That(
            files.Where(static file => Path.GetExtension(file) is ".jsonl" or ".json").Select(File.ReadAllText),
            Has.Some.Contain("Output of the relay during this time:"),
            "what the relay wrote is kept");
        Assert.Multiple(() =>
        {
            foreach (var file in files)
            {
                AssertClean(file);
            }
        });
    }

    [Test]
    [Platform(Exclude = "Win", Reason = "The command is one of a POSIX shell.")]
    public async Task A_relay_that_never_gets_ready_leaves_no_secret_behind([Values] bool verbose, CancellationToken cancellationToken)
    {
        var command = Command() + $" --store postgres://relay:{Planted.StorePassword}@127.0.0.1:1/relay";
        string[] words =
        [
            "run", "--command", command, "--run", "text/plain", "--out", Path.Combine(_folder, "runs"),
            .. verbose ? new[] { "-v" } : [],
        ];

        var ran = await Shell.RelayconfAsync(words, cancellationToken, [.. Planted.Environment]);

        Assert.That(ran.ExitCode, Is.EqualTo(3), ran.Output + ran.Error);
        Planted.AssertNoneIn("what was said", ran.Output + ran.Error);
        var files = Directory.GetFiles(_folder, "*.*", SearchOption.AllDirectories)
            .Where(static file => file.Contains("runs", StringComparison.Ordinal));
        foreach (var file in files)
        {
            Planted.AssertNoneIn(file, File.ReadAllText(file));
        }
    }

    private static void AssertClean(string file)
    {
        var text = File.ReadAllText(file);
        Assert.That(text, Does.Not.Contain("Bearer " + Planted.VendorKey), file);
        if (OfTheScript.Contains(Path.GetFileName(file), StringComparer.Ordinal))
        {
            text = text.Replace(Planted.VendorKey, "", StringComparison.Ordinal);
        }

        Planted.AssertNoneIn(file, text);
    }

    // One key stands in the command itself, as people do write it.
    private string Command()
    {
        var config = Planted.Write(_folder, "relay.yaml", $$"""
            log_level: trace
            early_headers_ms: 60000
            seal_keys: {{Planted.WriteSealKeys(_folder)}}
            api_key_env: VENDOR_KEY
            headers:
              x-vendor-token: {env: VENDOR_TOKEN}
            """);
        return $"OTHER_API_KEY={Planted.OtherKey} exec dotnet '{RelayProgram.Program}' "
            + $"--upstream {{UPSTREAM_URL}} --port {{PORT}} --config '{config}'";
    }

    /// <summary>Cases about failures, one that passes, one that fails, and one whose upstream quotes the relay's own key.</summary>
    private string CopyScenarios()
    {
        var scenarios = Path.Combine(_folder, "scenarios");
        string[] rooms = ["vocabulary", "security", "errors", "retries"];
        var files = rooms.SelectMany(static room => Directory.GetFiles(Repository.PathOf("Scenarios/" + room), "*.yaml"))
            .Append(Repository.PathOf("Scenarios/text/plain.yaml"));
        foreach (var file in files)
        {
            var copy = Path.Combine(scenarios, Path.GetRelativePath(Repository.PathOf("Scenarios"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        WriteCase(
            scenarios,
            "text/fails",
            "    - status: 500\n      headers: {x-should-retry: 'false'}\n      body: {error: {message: Broken}}",
            "    final: {status: completed}");
        WriteCase(
            scenarios,
            "errors/quotes-the-key",
            $"    - status: 400\n      headers: {{x-request-id: {Planted.VendorKey}}}\n"
                + $"      body: {{error: {{message: Key {Planted.VendorKey} is no good, code: {Planted.VendorKey}}}}}",
            "    http: {status: 400}");
        return scenarios;
    }

    private static void WriteCase(string scenarios, string id, string upstream, string expect) => File.WriteAllText(Path.Combine(scenarios, id + ".yaml"), $$"""
        schema: relay-scenario/v1
        id: {{id}}
        title: The upstream refuses the request
        why: What is said of it must not say more.
        level: must
        spec: [http#status]
        tags: [errors]
        client: {ask: Hi}
        upstream:
        {{upstream}}
        expect:
        {{expect}}
        """.Replace("\n    ", "\n  ", StringComparison.Ordinal));
}
