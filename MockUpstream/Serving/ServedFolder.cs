using Scenarios.Model;

namespace MockUpstream.Serving;

/// <summary>The cases of a folder as they read now.</summary>
/// <param name="Folder">The folder that is watched.</param>
/// <param name="Scenarios">The cases that read without problems.</param>
/// <param name="Problems">Everything that is wrong in the files; their cases are not among the scenarios.</param>
public sealed record ServedFolder(string Folder, IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems)
{
    /// <summary>The strict vendors by name, for <see cref="MockServeOptions.As"/>.</summary>
    public IReadOnlyDictionary<string, StrictVendor> Vendors { get; init; } = new Dictionary<string, StrictVendor>(StringComparer.Ordinal);
}
