using Relay.Policies;

namespace Relay.Configuring;

/// <summary>Represents a written value that is about to be applied to a setting.</summary>
/// <param name="Node">The value.</param>
/// <param name="Word">The name of the setting in its source: <c>port</c>, <c>--port</c> or <c>RELAY_PORT</c>.</param>
/// <param name="Environment">Returns the value of an environment variable.</param>
internal sealed record SettingInput(ConfigNode Node, string Word, Func<string, string?> Environment)
{
    private const int ShortList = 12;
    private const int Similar = 4;

    /// <summary>Returns the text; any other value is a problem.</summary>
    /// <param name="expected">The expected value for the message, such as <c>a whole number</c>.</param>
    public string Text(string expected) => Node is ConfigText { Value.Length: > 0 } text ? text.Value : throw Wrong(expected);

    /// <summary>Returns the input for a value inside of this one.</summary>
    public SettingInput At(ConfigEntry entry) => this with { Node = entry.Value, Word = $"{Word}.{entry.Key.Value}" };

    /// <summary>Returns a problem: the value is not the expected one. The message quotes it.</summary>
    public ConfigurationException Wrong(string expected) => Problem($"{Word}: expected {expected}, received {Node.Words}.");

    /// <summary>Returns a problem: the name is unknown. The message contains the nearest known one.</summary>
    public ConfigurationException Unknown(string kind, string name, IReadOnlyList<string> known) => Unknown(Node.Place, kind, name, known);

    /// <summary>Returns a problem of the value.</summary>
    public ConfigurationException Problem(string sentence) => new(Node.Place, sentence);

    /// <summary>
    /// Returns a problem: the name is unknown. The message contains the nearest known one, or all of a short list, or a few of a long one.
    /// </summary>
    public static ConfigurationException Unknown(ConfigPlace place, string kind, string name, IReadOnlyList<string> known) =>
        new(place, NearestWord.Of(name, known) is { } near
        ? $"There is no {kind} {ShownValue.Quote(name)}. Did you mean '{near}'?"
        : known.Count > ShortList
        ? $"There is no {kind} {ShownValue.Quote(name)}; similar: {string.Join(", ", NearestWord.Closest(name, known, Similar))}."
        : $"There is no {kind} {ShownValue.Quote(name)}; known: {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
}
