using Scenarios.Model;
using Scenarios.Yaml;

namespace Conformance.Gating;

/// <summary>Reads the YAML of the files that a gate uses with the strict reader of the cases, and words its messages for them.</summary>
internal static class GateYaml
{
    /// <summary>
    /// Returns the document's root; <see langword="null"/> when the file holds nothing but comments, or is not YAML (then a problem says
    /// so).
    /// </summary>
    public static YamlNode? Read(string file, string text, ProblemLog problems) =>
        IsBlank(text) ? null : YamlTree.Read(file, text, problems);

    /// <summary>
    /// Returns the problems in the order of their places. The reader of the cases names the words of a case in some of them.
    /// </summary>
    public static IReadOnlyList<ScenarioProblem> InOrder(ProblemLog problems) => [.. problems.InOrder().Select(Reword)];

    private static bool IsBlank(string text) =>
        text.ReplaceLineEndings("\n").Split('\n').All(line => line.TrimStart() is "" or ['#', ..] or "---");

    private static ScenarioProblem Reword(ScenarioProblem problem) => problem.Code switch
    {
        "many-documents" => problem with { Message = "a second YAML document starts here; the file must be a single document" },
        "too-deep" => problem with { Message = "values are nested too deeply" },
        "too-large" => problem with { Message = "the file is too large" },
        "half-surrogate" => problem with { Message = "half of a surrogate pair is not valid text" },
        "merge-key" => problem with { Message = "merge keys are not supported; repeat the keys" },
        _ => problem,
    };

    /// <summary>Returns the place of a file as a whole.</summary>
    public static SourcePlace CreateFilePlace(string file) => new(file, 1, 1);
}
