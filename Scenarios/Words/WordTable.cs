namespace Scenarios.Words;

/// <summary>A closed list of words for one place of the format.</summary>
/// <param name="Kind">The kind of word, such as <c>a tag</c>.</param>
/// <param name="Code">The problem's code when a word is not in the list, such as <c>unknown-tag</c>.</param>
/// <param name="Words">The words with their meanings.</param>
internal sealed record WordTable(string Kind, string Code, IReadOnlyList<Word> Words)
{
    /// <summary>The words.</summary>
    public IEnumerable<string> Names => Words.Select(word => word.Name);

    public Word? Find(string name) => Words.FirstOrDefault(word => word.Name == name);
}

/// <summary>One word.</summary>
/// <param name="Name">The word.</param>
/// <param name="Description">Its meaning.</param>
internal sealed record Word(string Name, string Description);
