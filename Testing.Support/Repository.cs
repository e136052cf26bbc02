using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Reading.Vocabularies;

namespace Testing.Support;

/// <summary>The checkout the tests were built from.</summary>
public static class Repository
{
    /// <summary>Its root: the folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>Its cases.</summary>
    public static string Scenarios { get; } = PathOf("Scenarios");

    /// <summary>Its cases, read.</summary>
    public static ScenarioCatalog Catalog => Loaded.Value;

    /// <summary>The words that cases may use.</summary>
    public static Vocabulary Vocabulary => field ??= VocabularyReader.Load(Scenarios).Vocabulary;

    private static Lazy<ScenarioCatalog> Loaded { get; } = new(static () => ScenarioCatalog.Load(Scenarios));

    /// <summary>A path below the root, written with slashes.</summary>
    public static string PathOf(string relative) => Path.Combine([Root, .. relative.Split('/')]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RelayConformance.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run outside the repository: no folder above them holds RelayConformance.sln.");
    }
}
