namespace Scenarios.Words;

/// <summary>A closed list of words for one place of the format.</summary>
/// <param name="Kind">What a word of the list is, such as <c>a tag</c>.</param>
/// <param name="Code">The problem's code when a word is not in the list, such as <c>unknown-tag</c>.</param>
/// <param name="Words">The words with what they mean.</param>
internal sealed record WordTable(string Kind, string Code, IReadOnlyList<Word> Words)
{
    /// <summary>The words that can be used today.</summary>
    public IEnumerable<string> Playable => Words.Where(word => word.IsPlayable).Select(word => word.Name);

    public Word? Find(string name) => Words.FirstOrDefault(word => word.Name == name);
}

/// <summary>One word.</summary>
/// <param name="Name">The word.</param>
/// <param name="Says">What it means.</param>
/// <param name="IsPlayable">Whether the mock can play it yet.</param>
internal sealed record Word(string Name, string Says, bool IsPlayable = true);
