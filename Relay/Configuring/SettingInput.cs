using Relay.Policies;

namespace Relay.Configuring;

/// <summary>A value as it was written, on its way to a setting.</summary>
/// <param name="Node">The value.</param>
/// <param name="Word">What the setting was called there: <c>port</c>, <c>--port</c> or <c>RELAY_PORT</c>.</param>
/// <param name="Environment">Looks up an environment variable.</param>
internal sealed record SettingInput(ConfigNode Node, string Word, Func<string, string?> Environment)
{
    /// <summary>The text; anything else is wrong.</summary>
    /// <param name="expected">What is due, such as <c>a whole number</c>.</param>
    public string Text(string expected) => Node is ConfigText { Value.Length: > 0 } text ? text.Value : throw Wrong(expected);

    /// <summary>The value under a name of this one.</summary>
    public SettingInput At(ConfigEntry entry) => this with { Node = entry.Value, Word = $"{Word}.{entry.Key.Value}" };

    /// <summary>Says that the value is not what is due, and repeats it.</summary>
    public ConfigurationException Wrong(string expected) => Problem($"{Word}: expected {expected}, received {Node.Words}.");

    /// <summary>Says that no such thing is known, and names the nearest.</summary>
    public ConfigurationException Unknown(string kind, string name, IReadOnlyList<string> known) => Unknown(Node.Place, kind, name, known);

    /// <summary>Says what is wrong with the value.</summary>
    public ConfigurationException Problem(string sentence) => new(Node.Place, sentence);

    /// <summary>Says that no such thing is known, and names the nearest.</summary>
    public static ConfigurationException Unknown(ConfigPlace place, string kind, string name, IReadOnlyList<string> known) => new(place, NearestWord.Of(name, known) is { } near
        ? $"There is no {kind} '{name}'. Did you mean '{near}'?"
        : $"There is no {kind} '{name}'; known: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
}
