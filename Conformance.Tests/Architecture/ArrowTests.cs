using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>The rooms of each project name only the rooms that <c>arrows.txt</c> allows, and no arrows form a cycle.</summary>
internal sealed class ArrowTests
{
    private static IEnumerable<string> Projects() => ProjectCode.Names;

    [Test]
    public void Every_project_has_its_table() =>
        Assert.That(ArrowTable.All.Select(static table => table.Project), Is.EquivalentTo(ProjectCode.Names));

    [TestCaseSource(nameof(Projects))]
    public void A_room_names_only_what_its_row_allows(string project) =>
        AssertNone(ArrowCheck.Forbidden(TableOf(project), ProjectCode.Of(project).Arrows));

    [TestCaseSource(nameof(Projects))]
    public void Every_room_has_its_row(string project) =>
        AssertNone(ArrowCheck.Missing(TableOf(project), ProjectCode.Of(project).Rooms));

    [TestCaseSource(nameof(Projects))]
    public void Every_allowed_arrow_is_used(string project) =>
        AssertNone(ArrowCheck.Unused(TableOf(project), ProjectCode.Of(project).Arrows, ProjectCode.Of(project).Rooms));

    [TestCaseSource(nameof(Projects))]
    public void No_arrows_form_a_cycle(string project) =>
        AssertNone(ArrowCheck.Cycles(project, ProjectCode.Of(project).Arrows));

    [TestCaseSource(nameof(Projects))]
    public void A_row_names_only_rooms_above_it(string project) =>
        AssertNone(ArrowCheck.OutOfOrder(TableOf(project)));

    [Test, Category(WrittenPage.Category)]
    public void The_design_page_prints_the_tables() =>
        WrittenPage.AssertHolds("docs/design.md", "arrows", string.Concat(ArrowTable.All.Select(static table => table.ToMarkdown()))
            + "\n");

    private static ArrowTable TableOf(string project) => ArrowTable.All.Single(table => table.Project == project);

    private static void AssertNone(IEnumerable<string> faults) => Assert.That(string.Join('\n', faults), Is.Empty);
}
