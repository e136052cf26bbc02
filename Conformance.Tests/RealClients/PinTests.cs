using System.Text.Json;
using System.Xml.Linq;
using NUnit.Framework;

namespace Conformance.Tests.RealClients;

/// <summary>Versions stand where the package managers read them; pages that name them say the same.</summary>
internal sealed class PinTests
{
    private static readonly string Readme = File.ReadAllText(Repository.PathOf("Conformance.Tests/RealClients/README.md"));

    private static IEnumerable<string> Packages() =>
        JsonElement.Parse(File.ReadAllText(Repository.PathOf("Conformance.Tests/RealClients/Downloaded/package.json")))
            .GetProperty("dependencies")
            .EnumerateObject()
                .Where(static package => package.Name != "zod")
                .Select(static package => package.Value.GetString()!.Split('@')[^1].Split('-')[0]);

    [TestCaseSource(nameof(Packages))]
    public void The_readme_names_the_version_that_npm_installs(string version) => Assert.That(Readme, Does.Contain(version));

    [Test]
    public void The_readme_names_the_version_of_the_dotnet_library()
    {
        var packages = XDocument.Load(Repository.PathOf("Directory.Packages.props")).Descendants("PackageVersion");

        Assert.That(Readme, Does.Contain($"(`ResponsesClient`) "
            + $"| {packages.Single(static package => (string?)package.Attribute("Include") == "OpenAI").Attribute("Version")!.Value} |"));
    }

    [Test]
    public void The_lock_names_checksums_and_no_registry()
    {
        var packages = JsonElement.Parse(File.ReadAllText(Repository.PathOf("Conformance.Tests/RealClients/Downloaded/package-lock.json")))
            .GetProperty("packages")
                .EnumerateObject().Where(static package => package.Name.Length > 0).Select(static package => package.Value).ToList();

        Assert.That(packages, Is.Not.Empty.And.All.Matches<JsonElement>(static package => package.TryGetProperty("integrity", out _)
            && !package.TryGetProperty("resolved", out _)));
    }
}
