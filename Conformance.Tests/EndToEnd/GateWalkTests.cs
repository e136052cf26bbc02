using System.Xml.Linq;
using Conformance.Results;
using Conformance.Running.Relays;
using Conformance.Tests.Mutants;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.EndToEnd;

/// <summary>
/// The gate as a team walks through it, with the command line as a process: red, a list of known failures, green, a fix, an unexpected
/// pass, an update.
/// </summary>
[CancelAfter(120_000)]
internal sealed class GateWalkTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("relayconf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_known_failure_keeps_a_run_green_until_it_is_fixed(CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        await using var relays = Theatre.Processes(() => new Uri($"http://127.0.0.1:{port}/v1"));
        var relay = (ReadyRelay)await relays.RentAsync(null, cancellationToken);
        await using var mutant = await MutantProxy.StartAsync(
            () => relay.Url, MutantCatalog.All.Single(one => one.Name == "repeats-a-sequence-number").Rewriter, cancellationToken);
        var known = Path.Combine(_folder, "known.yaml");
        var file = Path.Combine(_folder, "relays.yaml");
        File.WriteAllText(file, $"- name: broken\n  url: {mutant.Url}\n- name: fixed\n  url: {relay.Url}\n");

        // The cases of one area are all there is, so that a rule that holds in them holds everywhere.
        var cases = CopyCases("text/plain", "text/content-null");
        Task<ShellResult> Run(string name, params string[] more) =>
            Shell.RelayconfAsync([
                "run",
                "--relays",
                file,
                "--relay",
                name,
                "--mock-port",
                $"{port}",
                "--scenarios",
                cases,
                "--out",
                Path.Combine(_folder, "reports"),
                .. more,
            ], cancellationToken);

        var red = await Run("broken");
        Assert.That(red.ExitCode, Is.EqualTo(1), red.Output + red.Error);
        Assert.That(red.Output, Does.Contain("1 rule is broken"));

        var written = await Shell.RelayconfAsync(
            ["known", "update", Path.Combine(_folder, "reports", "latest"), "--known", known, "--scenarios", cases], cancellationToken);
        Assert.That(written.ExitCode, Is.Zero, written.Output + written.Error);
        Assert.That(File.ReadAllText(known), Does.Contain("- rule: sequence-gap\n  reason: TODO"));

        var refused = await Run("broken", "--known", known);
        Assert.That(refused.ExitCode, Is.EqualTo(2), refused.Output);
        Assert.That(refused.Error, Does.Match(@"known\.yaml:3:11: todo"));

        File.WriteAllText(known, File.ReadAllText(known).Replace("TODO", "the proxy repeats numbers", StringComparison.Ordinal));
        var green = await Run("broken", "--known", known, "--reporter", "jsonl,junit");
        Assert.That(green.ExitCode, Is.Zero, green.Output + green.Error);
        Assert.That(XDocument.Load(Path.Combine(_folder, "reports", "latest", "junit.xml"))
            .Descendants("skipped")
            .Select(skipped => (string?)skipped.Attribute("message")), Has.Some.EqualTo("known failure: the proxy repeats numbers"));

        var pass = await Run("fixed", "--known", known);
        Assert.That(pass.ExitCode, Is.EqualTo(1), pass.Output + pass.Error);
        Assert.That(pass.Output, Does.Contain("unexpected pass: the rule sequence-gap now holds"));

        var updated = await Shell.RelayconfAsync(
            ["known", "update", Path.Combine(_folder, "reports", "latest"), "--scenarios", cases], cancellationToken);
        Assert.That((updated.ExitCode, File.ReadAllText(known)), Is.EqualTo((0, "")), updated.Output + updated.Error);
        Assert.That((await Run("fixed", "--known", known)).ExitCode, Is.Zero);
    }

    [Test]
    public async Task Several_relays_run_one_after_the_other_and_the_worst_decides(CancellationToken cancellationToken)
    {
        var port = FreePort.Find();
        await using var relays = Theatre.Processes(() => new Uri($"http://127.0.0.1:{port}/v1"));
        var relay = (ReadyRelay)await relays.RentAsync(null, cancellationToken);
        await using var mutant = await MutantProxy.StartAsync(
            () => relay.Url, MutantCatalog.All.Single(one => one.Name == "repeats-a-sequence-number").Rewriter, cancellationToken);
        var reports = Path.Combine(_folder, "reports");
        var baseline = Path.Combine(_folder, "baseline");

        var both = await Shell.RelayconfAsync([
            "run",
            "--relay",
            $"good={relay.Url}",
            "--relay",
            $"bad={mutant.Url}",
            "--mock-port",
            $"{port}",
            "--run",
            "text/plain",
            "--out",
            reports,
            "--reporter",
            "html,trx,ctrf,github,badge",
        ], cancellationToken);

        var matrix = Path.Combine(reports, "matrix.html");
        Assert.That(both.Output, Does.Contain("matrix: " + matrix));
        Assert.That(File.ReadAllText(matrix), Does.Contain("good").And.Contain("bad").And.Contain("sequence-gap"));
        var runs = Directory.EnumerateDirectories(reports)
            .Where(folder => Path.GetFileName(folder) != "latest")
            .Select(folder => RunFolder.Read(folder))
            .OrderBy(run => run.Result.Info.Relay)
            .ToList();
        Assert.Multiple(() =>
        {
            Assert.That(both.ExitCode, Is.EqualTo(1), both.Output + both.Error);
            Assert.That(
                runs.Select(run => (run.Result.Info.Relay, run.Result.End!.ExitCode)), Is.EqualTo(new[] { ("bad", 1), ("good", 0) }));
            Assert.That(Directory.EnumerateFiles(runs[0].Folder).Select(Path.GetFileName), Is.EquivalentTo(new[]
            {
                "report.html",
                "results.jsonl",
                "results.trx",
                "ctrf.json",
                "github.txt",
                "badge.json",
                "badge.svg",
            }));
            Assert.That(both.Output, Does.Contain("::error title=bad%3A sequence-gap"));
        });

        // The same failure again is no regression.
        Directory.Move(runs[0].Folder, baseline);
        var again = await Shell.RelayconfAsync([
            "run",
            "--relay",
            $"bad={mutant.Url}",
            "--mock-port",
            $"{port}",
            "--run",
            "text/plain",
            "--out",
            reports,
            "--baseline",
            baseline,
        ], cancellationToken);
        Assert.That(again.ExitCode, Is.Zero, again.Output + again.Error);
    }

    private string CopyCases(params string[] ids)
    {
        var folder = Path.Combine(_folder, "Scenarios");
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("Scenarios/vocabulary"))
            .Concat(ids.Select(id => Repository.PathOf($"Scenarios/{id}.yaml"))))
        {
            var target = Path.Combine(folder, Path.GetRelativePath(Repository.Scenarios, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }
}
