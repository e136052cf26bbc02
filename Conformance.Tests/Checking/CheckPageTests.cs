using Conformance.Checking;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

internal sealed class CheckPageTests
{
    [Test]
    public void The_page_in_docs_is_the_one_made_from_the_catalogue()
    {
        var path = Repository.PathOf("docs/checks.md");
        var page = CheckPage.Create();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1" && Environment.GetEnvironmentVariable("CI") is not "true")
        {
            File.WriteAllText(path, page);
        }

        var written = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";

        Assert.That(written, Is.EqualTo(page), "make it anew with UPDATE_DOCS=1 dotnet test Conformance.Tests --filter \"FullyQualifiedName~CheckPageTests\"");
    }

    [Test]
    public void Every_rule_has_a_row()
    {
        var page = CheckPage.Create();

        Assert.That(CheckCatalog.Infos.Where(info => !page.Contains($"| {info.Rule} | `{info.Id}` |", StringComparison.Ordinal)), Is.Empty);
    }
}
