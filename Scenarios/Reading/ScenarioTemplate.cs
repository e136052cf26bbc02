namespace Scenarios.Reading;

/// <summary>The scaffold that <c>new</c> writes.</summary>
public static class ScenarioTemplate
{
    /// <summary>The text of a new file. Its open places are marked so that the lint refuses them until they are filled in.</summary>
    public static string Create(string id) => throw new NotSupportedException(id);
}
