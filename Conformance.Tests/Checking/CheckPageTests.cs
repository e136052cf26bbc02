using Conformance.Checking;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

internal sealed class CheckPageTests
{
    [Test]
    public void The_page_in_docs_is_the_one_made_from_the_catalogue() =>
        WrittenPage.AssertIs("docs/checks.md", CheckPage.Create());

    [Test]
    public void Every_rule_has_a_row()
    {
        var page = CheckPage.Create();

        Assert.That(CheckCatalog.Infos.Where(info => !page.Contains($"| {info.Rule} | `{info.Id}` |", StringComparison.Ordinal)), Is.Empty);
    }
}
