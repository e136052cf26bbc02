using Scenarios.Model;

namespace Conformance.Gating;

/// <summary>A value of a relay file with its place; <c>${NAME}</c> stands for a variable of the environment.</summary>
/// <param name="Value">The value as written.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record RelayText(string Value, SourcePlace Place);

/// <summary>One relay of a relay file.</summary>
internal sealed record RelayEntry
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the entry stands.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>The command that starts it.</summary>
    public RelayText? Command { get; init; }

    /// <summary>Where it runs already.</summary>
    public RelayText? Url { get; init; }

    /// <summary>Headers of every request to it.</summary>
    public IReadOnlyList<KeyValuePair<string, RelayText>> Headers { get; init; } = [];

    /// <summary>The variable of the environment that holds its API key.</summary>
    public RelayText? ApiKeyVariable { get; init; }

    /// <summary>Variables of its environment.</summary>
    public IReadOnlyList<KeyValuePair<string, RelayText>> Environment { get; init; } = [];

    /// <summary>How it is known to be ready, as <c>--ready</c> takes it.</summary>
    public RelayText? Ready { get; init; }

    /// <summary>How long it may take to become ready.</summary>
    public TimeSpan? ReadyTimeout { get; init; }

    /// <summary>The path of its responses endpoint.</summary>
    public string? Path { get; init; }

    /// <summary>The family of events it sends.</summary>
    public string? Dialect { get; init; }

    /// <summary>The features it lacks.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];

    /// <summary>The model it asks its upstream for, by the model the client names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ModelMap { get; init; } = [];

    /// <summary>The file of its known failures, from the folder of the relay file on.</summary>
    public string? Known { get; init; }

    /// <summary>The folder of its goldens, from the folder of the relay file on.</summary>
    public string? Golden { get; init; }
}
