using Conformance.Clients.Models;
using Conformance.Clients.Views;

namespace Conformance.Clients;

/// <summary>The clients whose reading is known.</summary>
public static class ClientViews
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<IClientView> All { get; } =
    [
        new AetherView(), new AgentsView(), new CodexView(), new DotnetView(),
        new OpenAiNodeView(), new OpenAiPythonView(), new VercelView(),
    ];

    /// <summary>Returns the client of that name.</summary>
    /// <exception cref="ArgumentException">The client does not exist.</exception>
    public static IClientView Find(string name) =>
        All.FirstOrDefault(view => string.Equals(view.Info.Name, name, StringComparison.Ordinal))
        ?? throw new ArgumentException(
            $"There is no view of '{name}'; known: {string.Join(", ", All.Select(view => view.Info.Name))}.", nameof(name));
}
