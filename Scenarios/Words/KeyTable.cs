namespace Scenarios.Words;

/// <summary>A key that a mapping of the format may have.</summary>
/// <param name="Name">The key.</param>
/// <param name="Description">Its description, for editors and messages.</param>
/// <param name="Required">Whether the mapping is incomplete without it.</param>
internal sealed record Key(string Name, string Description, bool Required = false);

/// <summary>The keys of one kind of mapping. The reader checks against it and the schema is made from it.</summary>
/// <param name="Owner">The mapping in words, such as <c>expect</c>.</param>
/// <param name="Keys">The keys in the order a file usually has them.</param>
internal sealed record KeyTable(string Owner, IReadOnlyList<Key> Keys)
{
    public IEnumerable<string> Names => Keys.Select(key => key.Name);

    public bool Has(string name) => Keys.Any(key => key.Name == name);
}
