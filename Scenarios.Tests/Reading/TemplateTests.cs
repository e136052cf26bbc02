using System.Text.RegularExpressions;
using NUnit.Framework;
using Scenarios.Writing;

namespace Scenarios.Tests.Reading;

public sealed class TemplateTests
{
    [Test]
    public void The_lint_refuses_a_scaffold_that_nobody_has_filled_in()
    {
        var problems = CaseText.Read(ScenarioTemplate.Create("tools/new-case"), "tools/new-case").Problems;

        Assert.That(problems, Has.Count.EqualTo(5));
        Assert.That(problems.Select(problem => problem.Code), Has.All.EqualTo("todo"));
    }

    [Test]
    public void A_scaffold_that_is_filled_in_is_a_case()
    {
        var text = Regex.Replace(
            ScenarioTemplate.Create("tools/new-case"), "'TODO:[^']*'", "'Filled in'", RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.That(CaseText.ReadGood(text, "tools/new-case").Id, Is.EqualTo("tools/new-case"));
    }

    [TestCase("tools/x", "../scenario.schema.json")]
    [TestCase("tools/deep/er/x", "../../../scenario.schema.json")]
    public void A_scaffold_finds_the_schema_from_where_it_stands(string id, string path)
    {
        Assert.That(ScenarioTemplate.Create(id), Does.StartWith($"# yaml-language-server: $schema={path}\n"));
    }

    [TestCase("tools")]
    [TestCase("Tools/x")]
    [TestCase("../x")]
    public void A_scaffold_needs_an_id(string id)
    {
        Assert.That(() => ScenarioTemplate.Create(id), Throws.TypeOf<FormatException>());
    }
}
