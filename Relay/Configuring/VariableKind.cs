using Relay.Secrets;


namespace Relay.Configuring;

/// <summary>Contains the kind of a setting that names an environment variable instead of a value.</summary>
internal static class VariableKind
{
    /// <summary>A key; only the name of its variable is shown.</summary>
    public static SettingKind<(string? Name, string? Value)> ForKey { get; } = new(
        "variable",
        static input => (input.Text("the name of an environment variable"), SettingKinds.PlainKey(input, Read(input))),
        static (json, key) => json.WriteStringValue(key.Name));

    /// <summary>Returns the value of the environment variable.</summary>
    public static string Read(SettingInput input)
    {
        var name = input.Text("the name of an environment variable");
        return input.Environment(name) is { } value
            && !string.IsNullOrWhiteSpace(value)
                ? value.Trim()
                : throw input.Problem(IsName(name)
                    ? $"{input.Word} names the environment variable '{name}', which is not set."
                    : $"{input.Word}: expected the name of an environment variable that is set, received a value that is not shown.");
    }

    /// <summary>Returns the value of the variable that a text such as <c>$NAME</c> or <c>${NAME}</c> stands for, or the text.</summary>
    public static string Expand(SettingInput input, string text)
    {
        var name = text is ['$', '{', .. var braced, '}'] ? braced : text is ['$', .. var plain] ? plain : "";
        if (name.Length == 0 || !IsName(name))
        {
            return text;
        }

        return input.Environment(name) is { } value && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : throw input.Problem($"{input.Word} names the environment variable '{name}', which is not set.");
    }

    // A key that was written in place of the name is not shown. Names of variables have no digits without an underscore, as some keys have.
    private static bool IsName(string name) =>
        name.Length <= 64
        && !SecretShape.IsKey(name)
        && name.All(static letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter) || letter == '_')
        && (name.Contains('_', StringComparison.Ordinal) || !name.AsSpan().ContainsAnyInRange('0', '9'));
}
