using Scenarios.Reading;

namespace Conformance.Tests.Formatting;

/// <summary>Where the scenario folder of this repository is, and its vocabulary.</summary>
internal static class Repository
{
    public static string Scenarios { get; } = Path.Combine(FindRoot(), "Scenarios");

    public static Vocabulary Vocabulary { get; } = VocabularyReader.Load(Scenarios).Vocabulary;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RelayConformance.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("no folder above the tests holds RelayConformance.sln");
    }
}
