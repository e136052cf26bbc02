using Relay.Contract;
using Relay.Policies;

namespace Relay.Translating.Calls;

/// <summary>Contains the names of the declared tools, and the policy for joining pieces of a name.</summary>
internal sealed class ToolNames(IReadOnlySet<string> declared, IReadOnlyDictionary<string, ToolOrigin> origins, ToolName policy)
{
    public ToolName Policy { get; } = policy;

    /// <summary>Returns the client's name of a tool; <see langword="null"/> if it is the same as the vendor's.</summary>
    public ToolOrigin? FindOrigin(string name) =>
        origins.GetValueOrDefault(name) ?? (declared.Contains(name) ? null : FindByBareName(name));

    public bool IsDeclared(string name) => declared.Contains(name) || FindByBareName(name) is not null;

    /// <summary>Finds a tool by its name without the namespace, which models omit (Q26). The name must be unique.</summary>
    private ToolOrigin? FindByBareName(string name) =>
        origins.Values.Where(origin => origin.Namespace is not null && origin.Name == name).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Returns whether a declared name starts with this name and is longer.</summary>
    public bool IsStartOfDeclared(string name) =>
        declared.Any(tool => tool.Length > name.Length && tool.StartsWith(name, StringComparison.Ordinal));
}
