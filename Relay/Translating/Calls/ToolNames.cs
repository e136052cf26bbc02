using Relay.Contract;
using Relay.Policies;

namespace Relay.Translating.Calls;

/// <summary>Contains the names of the declared tools, and the policy for joining pieces of a name.</summary>
internal sealed class ToolNames(IReadOnlySet<string> declared, IReadOnlyDictionary<string, ToolOrigin> origins, ToolName policy)
{
    private Dictionary<string, ToolOrigin?>? _byBareName;
    private string[]? _sorted;

    public ToolName Policy { get; } = policy;

    /// <summary>Returns the client's name of a tool; <see langword="null"/> if it is the same as the vendor's.</summary>
    public ToolOrigin? FindOrigin(string name) =>
        origins.GetValueOrDefault(name) ?? (declared.Contains(name) ? null : FindByBareName(name));

    public bool IsDeclared(string name) => IsExact(name) || VendorToolName.Find(name, IsExact) is not null;

    /// <summary>Returns the declared name that a vendor's name stands for; the name itself if none was declared.</summary>
    public string Resolve(string name) => name.Length == 0 || IsExact(name) ? name : VendorToolName.Find(name, IsExact) ?? name;

    private bool IsExact(string name) => declared.Contains(name) || FindByBareName(name) is not null;

    /// <summary>Finds a tool by its name without the namespace, which models omit (Q26). The name must be unique.</summary>
    private ToolOrigin? FindByBareName(string name) => (_byBareName ??= IndexByBareName()).GetValueOrDefault(name);

    private Dictionary<string, ToolOrigin?> IndexByBareName()
    {
        var index = new Dictionary<string, ToolOrigin?>(StringComparer.Ordinal);
        foreach (var origin in origins.Values.Where(static origin => origin.Namespace is not null))
        {
            index[origin.Name] = index.ContainsKey(origin.Name) ? null : origin;
        }

        return index;
    }

    /// <summary>Returns whether a declared name starts with this name and is longer. A prefix of the vendor may precede it.</summary>
    public bool IsStartOfDeclared(string name) =>
        IsStart(name)
        || (VendorToolName.FindStart(name) is { } rest && IsStart(rest))
        || (declared.Count > 0 && VendorToolName.IsStartOfPrefix(name));

    private bool IsStart(string name)
    {
        _sorted ??= [.. declared.Order(StringComparer.Ordinal)];
        var place = Array.BinarySearch(_sorted, name, StringComparer.Ordinal);

        // Names that start with a name follow it directly.
        var next = place < 0 ? ~place : place + 1;
        return next < _sorted.Length && _sorted[next].StartsWith(name, StringComparison.Ordinal);
    }
}
