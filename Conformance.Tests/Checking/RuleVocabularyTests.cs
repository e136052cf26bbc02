using System.Text;
using Conformance.Checking;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading.Vocabularies;

namespace Conformance.Tests.Checking;

/// <summary>The scenarios know the rules by a list of their own, since they know nothing of the judge; it must be the judge's.</summary>
internal sealed class RuleVocabularyTests
{
    [Test]
    [Category(WrittenPage.Category)]
    public void The_vocabulary_names_the_rules_of_the_catalogue()
    {
        const string List = "Scenarios/vocabulary/rules.yaml";
        if (WrittenPage.IsRenewed)
        {
            File.WriteAllText(Repository.PathOf(List), Page());
        }

        var rules = VocabularyReader.Load(Repository.PathOf("Scenarios")).Vocabulary.Rules;

        Assert.That(
            rules.Select(rule => (rule.Key, rule.Value)),
            Is.EqualTo(CheckCatalog.Infos.OrderBy(info => info.Rule, StringComparer.Ordinal).Select(info => (info.Id, info.Title))),
            WrittenPage.OutOfDate(List));
    }

    private static string Page()
    {
        var page = new StringBuilder(
            "# The rules that are always on, by the ids of their findings. Made from the catalogue of checks; see RuleVocabularyTests.\n");
        foreach (var info in CheckCatalog.Infos.OrderBy(info => info.Rule, StringComparer.Ordinal))
        {
            page.Append($"{info.Id}: '{info.Title.Replace("'", "''", StringComparison.Ordinal)}'\n");
        }

        return page.ToString();
    }
}
