using Conformance.Checking;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

internal sealed class CheckPageTests
{
    [Test]
    [Category(WrittenPage.Category)]
    public void The_page_in_docs_is_the_one_made_from_the_catalogue() =>
        WrittenPage.AssertIs("docs/checks.md", CheckPage.Create());

    [Test]
    public void Every_check_has_a_row_that_leads_to_its_section()
    {
        var page = CheckPage.Create();

        Assert.That(
            CheckIndex.All.Where(check => !page.Contains($"| [`{check.Id}`](#{check.Id}) |", StringComparison.Ordinal)
                || !page.Contains($"\n### {check.Id}\n", StringComparison.Ordinal)),
            Is.Empty);
    }
}
