using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>Who may know whom: between projects by their references, between rooms by the namespaces their files name.</summary>
internal sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Scenarios"] = [],
        ["MockUpstream"] = ["Scenarios"],
        ["Relay"] = [],
        ["Conformance"] = ["Scenarios", "MockUpstream"],
        ["Conformance.Tests"] = ["Scenarios", "MockUpstream", "Relay", "Conformance"],
        ["Benchmarks"] = ["Scenarios", "MockUpstream"],
    };

    /// <summary>What a room's files may not name: the start of a namespace, at a word's border.</summary>
    private static readonly Dictionary<string, string[]> NeverNames = new(StringComparer.Ordinal)
    {
        ["Scenarios"] = ["MockUpstream", "Relay", "Conformance", "System.Net.Http", "Microsoft.AspNetCore"],
        ["Scenarios/Model"] = ["YamlDotNet", "Scenarios.Reading", "System.IO"],
        ["Scenarios/Writing"] = ["YamlDotNet", "System.IO"],
        ["MockUpstream"] = ["Relay", "Conformance"],
        ["MockUpstream/Varying"] = ["MockUpstream.Answering", "MockUpstream.Matching", "MockUpstream.Observing", "MockUpstream.Serving", "Microsoft.AspNetCore", "System.Net"],
        ["Relay"] = ["Scenarios", "MockUpstream", "Conformance"],
        ["Relay/Json"] = [.. RoomsOfTheRelayBut("Json"), .. TheWorld],
        ["Relay/Policies"] = [.. RoomsOfTheRelayBut("Policies"), .. TheWorld],
        ["Relay/Sealing"] = [.. RoomsOfTheRelayBut("Sealing", "Json"), .. TheWorld],
        ["Relay/Responses"] = [.. RoomsOfTheRelayBut("Responses", "Json", "Policies", "Translating"), .. TheWorld],
        ["Relay/ChatCompletions"] = [.. RoomsOfTheRelayBut("ChatCompletions", "Json", "Translating"), .. TheWorld],
        ["Relay/Translating"] = [.. RoomsOfTheRelayBut("Translating", "ChatCompletions", "Responses", "Json", "Policies", "Sealing"), .. TheWorld, "System.IO", "System.Threading.Tasks"],
        ["Relay/Requests"] = [.. RoomsOfTheRelayBut("Requests", "Translating", "Json", "Policies", "Sealing"), .. TheWorld],
        ["Relay/Remembering"] = [.. RoomsOfTheRelayBut("Remembering", "Translating"), .. TheWorld],
        ["Relay/Diagnostics"] = RoomsOfTheRelayBut("Diagnostics", "Translating"),
        ["Relay/Upstreams"] = RoomsOfTheRelayBut("Upstreams", "Requests", "ChatCompletions", "Translating", "Json", "Policies"),
        ["Relay/Storing"] = RoomsOfTheRelayBut("Storing", "Requests", "Responses", "Translating", "Diagnostics", "Json"),
        ["Relay/Streaming"] = ["Relay.Endpoints", "Relay.Background", "Relay.Guarding", "Relay.Configuring", "Relay.Responses", "Npgsql", "YamlDotNet"],
        ["Relay/Background"] = ["Relay.Endpoints", "Relay.Configuring", "Npgsql"],
        ["Relay/Guarding"] = RoomsOfTheRelayBut("Guarding", "Streaming", "Translating"),
        ["Relay/Configuring"] = ["Relay.Endpoints", "Relay.Background", "Relay.Streaming", "Relay.Translating", "Microsoft.AspNetCore", "Npgsql"],
        ["Relay/Endpoints"] = ["System.Net.Http", "System.Net.Sockets", "Npgsql", "YamlDotNet"],
        ["Conformance"] = ["Relay"],
        ["Conformance/Checking"] = ["System.IO", "System.Net.Http", "System.Threading.Tasks", "Conformance.Running", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Clients"] = ["System.IO", "System.Net.Http", "System.Threading.Tasks", "Conformance.Running", "Conformance.Expecting", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Expecting"] = ["System.Net.Http", "System.Threading.Tasks", "Conformance.Running", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Importing"] = ["System.Net.Http", "System.Threading.Tasks", "Conformance.Running", "Conformance.Expecting", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Fuzzing"] = ["System.Net.Http", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Gating"] = ["System.IO", "System.Net.Http", "System.Threading.Tasks", "Conformance.Running", "Conformance.Expecting", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Capturing"] = ["Conformance.Scripting", "Conformance.Classifying", "Conformance.Probing", "Conformance.Checking", "Conformance.Running", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Classifying"] = ["System.IO", "System.Net.Http", "System.Threading.Tasks", "Conformance.Capturing", "Conformance.Scripting", "Conformance.Probing", "Conformance.Running", "Conformance.Expecting", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Scripting"] = ["System.IO", "System.Net.Http", "System.Threading.Tasks", "Conformance.Probing", "Conformance.Running", "Conformance.Expecting", "Conformance.Reporting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Probing"] = ["System.IO", "Conformance.Running", "Conformance.Expecting", "Conformance.Commands", "Spectre.Console"],
        ["Conformance/Reading"] = ["System.Net.Http", "Conformance.Checking", "Conformance.Running", "Conformance.Reporting"],
        ["Conformance/Running/Varying"] = ["Conformance.Commands", "Conformance.Reporting", "Conformance.Running.Wiring", "Spectre.Console", "System.Net.Http"],
        ["Conformance/Recording"] = ["Conformance.Checking", "Conformance.Expecting", "Conformance.Reporting", "Spectre.Console"],
        ["Conformance/Reporting"] = ["Conformance.Checking", "Conformance.Expecting", "Conformance.Running", "MockUpstream", "System.Net.Http"],
        ["Conformance/Results"] = ["Conformance.Checking", "Conformance.Expecting", "Conformance.Running", "MockUpstream", "Spectre.Console"],
    };

    /// <summary>What a room that only computes has no business with.</summary>
    private static string[] TheWorld => ["Microsoft.AspNetCore", "Microsoft.Extensions", "System.Net.Http", "System.Net.Sockets", "Npgsql", "YamlDotNet", "OpenTelemetry"];

    private static IEnumerable<string> Projects() => MayReference.Keys;

    private static IEnumerable<string> Rooms() => NeverNames.Keys;

    /// <summary>Every room of the relay but itself and those below it.</summary>
    private static string[] RoomsOfTheRelayBut(params string[] known) =>
        [.. Directory.EnumerateDirectories(Repository.PathOf("Relay")).Select(Path.GetFileName).Where(room => !known.Contains(room)).Select(room => $"Relay.{room}")];

    [Test]
    public void Every_room_of_the_relay_has_its_row()
    {
        var rooms = Directory.EnumerateDirectories(Repository.PathOf("Relay")).Where(static room => Directory.EnumerateFiles(room, "*.cs").Any()).Select(static room => $"Relay/{Path.GetFileName(room)}");

        Assert.That(rooms, Is.SubsetOf(Rooms()));
    }

    [TestCaseSource(nameof(Projects))]
    public void A_project_references_only_those_below_it(string project)
    {
        var file = XDocument.Load(Repository.PathOf($"{project}/{project}.csproj"));

        var references = file.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.That(references, Is.EquivalentTo(MayReference[project]));
    }

    [TestCaseSource(nameof(Rooms))]
    public void A_room_names_nothing_it_may_not_know(string room)
    {
        var strangers = Files(room).SelectMany(file => Strangers(file, NeverNames[room])).ToList();

        Assert.That(strangers, Is.Empty);
    }

    [TestCaseSource(nameof(Rooms))]
    public void A_room_has_code(string room) => Assert.That(Files(room), Is.Not.Empty, "a room of this table is gone: take it out");

    [TestCase("Relay/Translating")]
    [TestCase("Conformance/Checking")]
    [TestCase("Conformance/Classifying")]
    [TestCase("Conformance/Scripting")]
    public void A_pure_room_does_no_io_and_asks_no_clock(string room)
    {
        var impure = Files(room).SelectMany(file => File.ReadLines(file)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Impure().IsMatch(line))
            .Select(line => $"{Path.GetFileName(file)}: {line.Trim()}"));

        Assert.That(impure, Is.Empty);
    }

    [Test]
    public void The_judge_is_built_without_the_relays_types() =>
        Assert.That(typeof(global::Conformance.Results.Finding).Assembly.GetReferencedAssemblies().Select(name => name.Name), Has.None.EqualTo("Relay"));

    [Test]
    public void The_relay_is_built_without_anything_of_ours() =>
        Assert.That(
            typeof(global::Relay.Translating.StreamTranslator).Assembly.GetReferencedAssemblies().Select(name => name.Name),
            Has.None.EqualTo("Scenarios").And.None.EqualTo("MockUpstream").And.None.EqualTo("relayconf"));

    [Test]
    public void Every_namespace_is_its_folder()
    {
        var wrong = MayReference.Keys.SelectMany(project => Files(project).Select(file => (project, file)))
            .Where(pair => NamespaceLine().Match(File.ReadAllText(pair.file)) is { Success: true } line
                && line.Groups["name"].Value != Expected(pair.project, pair.file))
            .Select(pair => Path.GetRelativePath(Repository.Root, pair.file));

        Assert.That(wrong, Is.Empty);
    }

    private static string Expected(string project, string file)
    {
        var folder = Path.GetRelativePath(Repository.PathOf(project), Path.GetDirectoryName(file)!);
        return folder == "." ? project : $"{project}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
    }

    private static IEnumerable<string> Files(string room) =>
        Directory.EnumerateFiles(Repository.PathOf(room), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> Strangers(string file, string[] forbidden)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var code = line.TrimStart();
            if (code.StartsWith("//", StringComparison.Ordinal))
            {
                continue;
            }

            foreach (var name in forbidden.Where(name => Names(code, name)))
            {
                yield return $"{Path.GetRelativePath(Repository.Root, file)}:{number}: {name}";
            }
        }
    }

    // A using directive of the namespace or of one below it, or a qualified name that starts with it.
    private static bool Names(string code, string name)
    {
        var quoted = Regex.Escape(name);
        return Regex.IsMatch(code, $@"^using\s+(static\s+|\w+\s*=\s*)?(global::)?{quoted}(\.|;)", RegexOptions.None, TimeSpan.FromSeconds(1))
            || Regex.IsMatch(code, $@"global::{quoted}\.", RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\b(async|await|TimeProvider|Stopwatch|ILogger|HttpClient|File|Directory|Random)\b(?!\s*=>)[ .<(]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Impure();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();
}
