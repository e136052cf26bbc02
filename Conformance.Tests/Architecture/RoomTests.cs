using System.Text.RegularExpressions;
using System.Xml.Linq;
using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>
/// Projects reference only those below them, and a room names no library that is not its business. <see cref="ArrowTests"/> holds the
/// arrows between rooms.
/// </summary>
internal sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Scenarios"] = [],
        ["MockUpstream"] = ["Scenarios"],
        ["Relay"] = [],
        ["Conformance"] = ["Scenarios", "MockUpstream"],
        ["Testing.Support"] = ["Scenarios"],
        ["Scenarios.Tests"] = ["Scenarios"],
        ["MockUpstream.Tests"] = ["MockUpstream"],
        ["Relay.Tests"] = ["Relay"],
        ["Conformance.Tests"] = ["Scenarios", "MockUpstream", "Relay", "Conformance"],
        ["Benchmarks"] = ["Scenarios", "MockUpstream"],
    };

    /// <summary>The namespaces and types outside its project that a room must not name, with the namespaces below them.</summary>
    private static readonly Dictionary<string, string[]> NeverNames = new(StringComparer.Ordinal)
    {
        ["Scenarios"] = ["System.Net.Http", "Microsoft.AspNetCore"],
        ["Scenarios/Model"] = ["YamlDotNet", "System.IO"],
        ["Scenarios/Writing"] = [.. OfFiles, "YamlDotNet"],
        ["MockUpstream/Contract"] = ["WireMock"],
        ["MockUpstream/Varying"] = ["Microsoft.AspNetCore", "System.Net"],
        ["Relay/Contract"] = OfServices,
        ["Relay/Json"] = OfServices,
        ["Relay/Policies"] = OfServices,
        ["Relay/Sealing"] = OfServices,
        ["Relay/ResponsesWire"] = OfServices,
        ["Relay/ChatCompletions"] = OfServices,
        ["Relay/Translating"] = [.. OfServices, "System.IO", "System.Threading.Tasks"],
        ["Relay/Requests"] = OfServices,
        ["Relay/Compat"] = ["Microsoft.AspNetCore", "Microsoft.Extensions", "System.Net.Sockets", "Npgsql", "YamlDotNet", "OpenTelemetry"],
        ["Relay/Sse"] = OfServices,
        ["Relay/Exchange"] = ["Microsoft.AspNetCore", "Npgsql", "YamlDotNet"],
        ["Relay/Background"] = ["Microsoft.AspNetCore", "Npgsql"],
        ["Relay/Configuring"] = ["Microsoft.AspNetCore", "Npgsql"],
        ["Relay/Http"] = [
            "System.Net.Http.HttpClient",
            "System.Net.Http.HttpMessageInvoker",
            "System.Net.Http.SocketsHttpHandler",
            "System.Net.Sockets",
            "Npgsql",
            "YamlDotNet",
        ],
        ["Conformance/Checking"] = [.. OfFiles, "System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Turns"] = [.. OfFiles, "System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Clients"] = [.. OfFiles, "System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Expecting"] = ["System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Importing"] = ["System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Fuzzing"] = ["System.Net.Http", "Spectre.Console"],
        ["Conformance/Gating"] = [.. OfFiles, "System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Capturing"] = ["Spectre.Console"],
        ["Conformance/Classifying"] = [.. OfFiles, "System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Scripting"] = [.. OfFiles, "System.Net.Http", "System.Threading.Tasks", "Spectre.Console"],
        ["Conformance/Probing"] = [.. OfFiles, "Spectre.Console"],
        ["Conformance/Reading"] = ["System.Net.Http"],
        ["Conformance/Recording"] = ["Spectre.Console"],
        ["Conformance/Reporting"] = ["MockUpstream", "System.Net.Http"],
        ["Conformance/Results"] = ["MockUpstream", "Spectre.Console"],
    };

    /// <summary>The namespaces of services, which a room that only computes must not name.</summary>
    private static string[] OfServices =>
        ["Microsoft.AspNetCore", "Microsoft.Extensions", "System.Net.Http", "System.Net.Sockets", "Npgsql", "YamlDotNet", "OpenTelemetry"];

    /// <summary>The types that reach the file system.</summary>
    private static string[] OfFiles =>
        ["System.IO.File", "System.IO.FileInfo", "System.IO.FileStream", "System.IO.Directory", "System.IO.DirectoryInfo"];

    private static IEnumerable<string> Projects() => MayReference.Keys;

    private static IEnumerable<string> Rooms() => NeverNames.Keys;

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
    public void A_room_names_no_library_that_is_forbidden_to_it(string room)
    {
        var (project, below) = room.Split('/') is [var first, var second] ? (first, second) : (room, null);
        var root = below is null ? project : $"{project}.{below}";
        var uses = ProjectCode.Of(project).Uses.Where(use => IsIn(use.From.Namespace, root)).ToList();

        var forbidden = uses.Where(use => NeverNames[room].Any(name => IsIn($"{use.To.Namespace}.{use.To.Name}", name)))
            .Select(use => $"{room} must not name {use.To.Namespace}.{use.To.Name}: {use.From.Name}.{use.Member} names it");

        Assert.Multiple(() =>
        {
            Assert.That(uses, Is.Not.Empty, "the room of this row has no code: delete the row");
            Assert.That(string.Join('\n', forbidden), Is.Empty);
        });
    }

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
        Assert.That(
            typeof(global::Conformance.Results.Finding).Assembly.GetReferencedAssemblies().Select(name => name.Name),
            Has.None.EqualTo("Relay"));

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

    private static bool IsIn(string name, string outer) => name == outer || name.StartsWith(outer + ".", StringComparison.Ordinal);

    private static string Expected(string project, string file)
    {
        var folder = Path.GetRelativePath(Repository.PathOf(project), Path.GetDirectoryName(file)!);
        return folder == "." ? project : $"{project}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
    }

    private static IEnumerable<string> Files(string room) =>
        Directory.EnumerateFiles(Repository.PathOf(room), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(
        @"\b(async|await|TimeProvider|Stopwatch|ILogger|HttpClient|File|Directory|Random)\b(?!\s*=>)[ .<(]",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Impure();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamespaceLine();
}
