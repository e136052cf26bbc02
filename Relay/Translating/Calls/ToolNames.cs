using Relay.Contract;
using Relay.Policies;

namespace Relay.Translating.Calls;

/// <summary>The names of the declared tools, and how the pieces of a name are taken.</summary>
internal sealed class ToolNames(IReadOnlySet<string> declared, IReadOnlyDictionary<string, ToolOrigin> origins, ToolName policy)
{
    public ToolName Policy { get; } = policy;

    /// <summary>What the client calls a tool the vendor knows otherwise; <see langword="null"/> when both call it the same.</summary>
    public ToolOrigin? FindOrigin(string name) => origins.GetValueOrDefault(name) ?? (declared.Contains(name) ? null : FindByBareName(name));

    public bool IsDeclared(string name) => declared.Contains(name) || FindByBareName(name) is not null;

    /// <summary>Models leave the namespace of a tool out; where only one tool is called that, it is meant (Q26).</summary>
    private ToolOrigin? FindByBareName(string name) =>
        origins.Values.Where(origin => origin.Namespace is not null && origin.Name == name).Take(2).ToList() is [var only] ? only : null;

    /// <summary>Whether a declared name begins with this and goes on.</summary>
    public bool IsStartOfDeclared(string name) => declared.Any(tool => tool.Length > name.Length && tool.StartsWith(name, StringComparison.Ordinal));
}
