namespace Relay.Configuring;

/// <summary>Contains the kind of a setting that names an environment variable instead of a value.</summary>
internal static class VariableKind
{
    /// <summary>A key; only the name of its variable is shown.</summary>
    public static SettingKind<(string? Name, string? Value)> ForKey { get; } = new(
        "variable",
        static input => (input.Text("the name of an environment variable"), Read(input)),
        static (json, key) => json.WriteStringValue(key.Name));

    /// <summary>Returns the value of the environment variable.</summary>
    public static string Read(SettingInput input)
    {
        var name = input.Text("the name of an environment variable");
        return input.Environment(name) is { } value
            && !string.IsNullOrWhiteSpace(value)
                ? value.Trim()
                : throw input.Problem($"{input.Word} names the environment variable '{name}', which is not set.");
    }
}
