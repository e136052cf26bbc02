using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Writing;

namespace Conformance.Fuzzing;

/// <summary>Writes cases that fail into a folder.</summary>
internal static class CaseFiles
{
    /// <summary>Writes a case as a file, and returns its path and the case as it reads there.</summary>
    /// <param name="scenario">The case.</param>
    /// <param name="folder">The folder; the id's folders are made below it.</param>
    /// <param name="vocabulary">The closed lists of the format.</param>
    /// <exception cref="InvalidDataException">The text does not read, which is a bug of the writer.</exception>
    public static (string File, Scenario Case) Write(Scenario scenario, string folder, Vocabulary vocabulary)
    {
        var file = Path.Combine(folder, scenario.Id + ".yaml");
        var text = ScenarioWriter.Write(scenario);
        Save(file, text);
        var read = ScenarioReader.Read(file, scenario.Id, text, vocabulary);
        return read.Scenario is { } sound
            ? (file, sound)
            : throw new InvalidDataException($"The generated case does not read: {read.Problems[0]}");
    }

    /// <summary>Saves a text, never half of it.</summary>
    public static void Save(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var part = file + ".part";
        File.WriteAllText(part, text);
        File.Move(part, file, overwrite: true);
    }
}
