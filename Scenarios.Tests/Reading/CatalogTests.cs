using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Scenarios.Tests.Reading;

public sealed class CatalogTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("relay-catalog-").FullName, "Scenarios");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true); // The folder is made just above.

    [Test]
    public void Cases_come_in_the_order_of_their_ids_and_problems_name_their_files()
    {
        CopyVocabulary();
        Write("b/two.yaml", CaseText.WithSteps("done").Replace("area/name", "b/two", StringComparison.Ordinal));
        Write("a/one.yaml", CaseText.WithSteps("done").Replace("area/name", "a/one", StringComparison.Ordinal));
        Write("a/broken.yaml", CaseText.WithSteps("don").Replace("area/name", "a/broken", StringComparison.Ordinal));

        var catalog = ScenarioCatalog.Load(_folder);

        Assert.That(catalog.Scenarios.Select(scenario => scenario.Id), Is.EqualTo(new[] { "a/one", "b/two" }));
        Assert.That(catalog.Problems.Select(problem => problem.ToString()), Is.EqualTo(new[]
        {
            "Scenarios/a/broken.yaml:8:7: unknown-key 'don' is not a step; did you mean 'done'?",
        }));
    }

    [Test]
    public void A_golden_or_received_stream_without_its_case_is_an_orphan()
    {
        CopyVocabulary();
        Write("a/one.yaml", CaseText.WithSteps("done").Replace("area/name", "a/one", StringComparison.Ordinal));
        Write("a/one.golden.jsonl", "{}");
        Write("a/gone.golden.jsonl", "{}");
        Write("a/gone.received.jsonl", "{}");

        var problems = ScenarioCatalog.Load(_folder).Problems;

        Assert.That(problems.Select(problem => problem.ToString()), Is.EqualTo(new[]
        {
            "Scenarios/a/gone.golden.jsonl:1:1: orphan-golden the golden file belongs to no case 'a/gone'; "
                + "delete the file, or rename it to match its case",
            "Scenarios/a/gone.received.jsonl:1:1: orphan-received the received stream belongs to no case 'a/gone'; "
                + "delete the file, or rename it to match its case",
        }));
    }

    [Test]
    public void A_vocabulary_that_does_not_read_is_told_with_its_places()
    {
        CopyVocabulary();
        Write("vocabulary/tags.yaml", "text: no\ntext: Text\n");
        Write("vocabulary/tools.yaml", "run: {type: function, name: walk}\n");
        File.Delete(Path.Combine(_folder, "vocabulary", "vendors.yaml"));

        var problems = ScenarioCatalog.Load(_folder).Problems;

        Assert.That(problems.Select(problem => problem.ToString()), Is.EquivalentTo(new[]
        {
            "Scenarios/vocabulary/tags.yaml:1:7: unquoted no is true or false to some YAML readers, but text must be text; quote it: 'no'",
            "Scenarios/vocabulary/tags.yaml:2:1: duplicate-key 'text' stands already in line 1; keep one of the two",
            "Scenarios/vocabulary/tools.yaml:1:6: bad-tool a tool must be the complete object of a Responses request, with name: run",
            "Scenarios/vocabulary/vendors.yaml:1:1: missing-file this file of the vocabulary is missing",
        }));
    }

    [Test]
    public void A_folder_below_the_one_with_the_vocabulary_reads_its_part_under_the_same_ids()
    {
        CopyVocabulary();
        Write("a/deep/one.yaml", CaseText.WithSteps("done")
            .Replace("area/name", "a/deep/one", StringComparison.Ordinal)
            .Replace("level: must\n", "level: must\ntags: [text]\n", StringComparison.Ordinal));
        Write("a/deep/odd.yaml", CaseText.WithSteps("done")
            .Replace("area/name", "deep/odd", StringComparison.Ordinal)
            .Replace("level: must\n", "level: must\ntags: [texd]\n", StringComparison.Ordinal));
        Write("a/deep/gone.golden.jsonl", "{}");
        Write("b/two.yaml", "not read");

        var catalog = ScenarioCatalog.Load(Path.Combine(_folder, "a", "deep") + Path.DirectorySeparatorChar);

        Assert.That(
            catalog.Scenarios.Select(scenario => (scenario.Id, scenario.Place.File)),
            Is.EqualTo(new[] { ("a/deep/one", "Scenarios/a/deep/one.yaml") }));
        Assert.That(catalog.Problems.Select(problem => problem.ToString()), Is.EquivalentTo(new[]
        {
            "Scenarios/a/deep/odd.yaml:2:5: id-mismatch 'deep/odd' is not where the file stands; write 'a/deep/odd', or move the file",
            "Scenarios/a/deep/odd.yaml:5:8: unknown-tag 'texd' is not a tag in the vocabulary; did you mean 'text'?",
            "Scenarios/a/deep/gone.golden.jsonl:1:1: orphan-golden the golden file belongs to no case 'a/deep/gone'; "
                + "delete the file, or rename it to match its case",
        }));
        Assert.That(catalog.Folder, Is.EqualTo(_folder));
    }

    [Test]
    public void The_nearest_vocabulary_counts()
    {
        CopyVocabulary();
        CopyVocabulary("a");
        Write("a/b/one.yaml", CaseText.WithSteps("done").Replace("area/name", "b/one", StringComparison.Ordinal));

        var catalog = ScenarioCatalog.Load(Path.Combine(_folder, "a", "b"));

        Assert.That(
            (catalog.Problems, catalog.Scenarios.Single().Place.File), Is.EqualTo((Array.Empty<ScenarioProblem>(), "a/b/one.yaml")));
    }

    [TestCase(".git")]
    [TestCase("")]
    public void Without_a_vocabulary_in_the_repository_any_word_is_taken(string mark)
    {
        // A vocabulary above the repository belongs to something else; without a repository the search ends at the root.
        if (mark.Length > 0)
        {
            CopyVocabulary();
            Write($"repository/{mark}", "gitdir: elsewhere");
        }

        Write("repository/cases/a/one.yaml", CaseText.WithSteps("done").Replace("area/name", "a/one", StringComparison.Ordinal).Replace(
            "level: must\n", "level: must\ntags: [mine]\nspec: [mine#1]\nquirks: [M1]\nseen_in: [us]\n", StringComparison.Ordinal));

        var catalog = ScenarioCatalog.Load(Path.Combine(_folder, "repository", "cases"));

        Assert.That(catalog.Problems.Select(problem => problem.ToString()), Is.Empty);
        Assert.That(
            (catalog.Scenarios.Single().Id, catalog.Scenarios.Single().Tags, catalog.Vocabulary.IsOpen),
            Is.EqualTo(("a/one", new[] { "mine" }, true)));
        Assert.That(catalog.Vocabulary.Strict, Is.Not.Empty);
    }

    [Test]
    public void Cases_that_stand_in_a_folder_itself_have_its_name_in_their_ids()
    {
        Write("mine/one.yaml", CaseText.WithSteps("done").Replace("area/name", "mine/one", StringComparison.Ordinal));

        var catalog = ScenarioCatalog.Load(Path.Combine(_folder, "mine"));

        Assert.That(catalog.Problems.Select(problem => problem.ToString()), Is.Empty);
        Assert.That((catalog.Scenarios.Single().Id, catalog.Folder), Is.EqualTo(("mine/one", _folder)));
    }

    [Test]
    public void A_folder_that_is_not_there_is_said_so()
    {
        Assert.That(() => ScenarioCatalog.Load(_folder), Throws.TypeOf<DirectoryNotFoundException>());
    }

    [Test]
    public void Every_case_of_the_repository_reads_without_problems()
    {
        Assert.That(ScenarioCatalog.Load(Repository.Scenarios).Problems.Select(problem => problem.ToString()), Is.Empty);
    }

    private void CopyVocabulary(string below = ".")
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(Repository.Scenarios, "vocabulary")))
        {
            Write($"{below}/vocabulary/{Path.GetFileName(path)}", File.ReadAllText(path));
        }
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // A file below the folder has one.
        File.WriteAllText(full, text);
    }
}
