using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>The levels as words, and what they weigh.</summary>
internal static class Levels
{
    /// <summary>The words, strongest first.</summary>
    public static IReadOnlyList<string> Words { get; } = ["must", "should", "may", "info"];

    public static string GetWord(Level level) => Words[(int)level];

    public static Level Parse(string word) => (Level)Words.ToList().IndexOf(word);

    /// <summary>Whether a failure of that level fails a run.</summary>
    public static bool IsRed(string word) => word is "must" or "should";
}
