using System.Text.Json;
using Relay.Json;

namespace Relay.Translating.Calls;

/// <summary>
/// Represents the input of a custom tool's call. The vendor was given a function with one string, <c>input</c>; a model may name the string
/// differently or write the text without JSON (Q27).
/// </summary>
internal readonly record struct CustomInput(string Text, bool IsAsDeclared)
{
    private const string Member = "input";

    /// <summary>Reads the input from arguments in the form of an event's member, without the quotes.</summary>
    public static CustomInput FromArguments(ReadOnlySpan<byte> arguments) => FromText(JsonText.Decode(arguments), mayBeEncoded: true);

    /// <summary>Returns whether arguments that are not JSON can be plain input. Text that begins like JSON was cut off instead.</summary>
    public static bool MayBePlain(ReadOnlySpan<byte> arguments)
    {
        var text = JsonText.Decode(arguments).AsSpan().TrimStart();
        return text is [not ('{' or '"'), ..];
    }

    private static CustomInput FromText(string arguments, bool mayBeEncoded)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return new CustomInput("", IsAsDeclared: false);
        }

        try
        {
            using var document = JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(arguments));
            var value = document.RootElement;
            return value.ValueKind switch
            {
                JsonValueKind.Object => FromObject(value, arguments),
                JsonValueKind.String when mayBeEncoded => FromText(value.GetString()!, mayBeEncoded: false) with { IsAsDeclared = false },
                _ => new CustomInput(arguments, IsAsDeclared: false),
            };
        }
        catch (JsonException)
        {
            return new CustomInput(arguments, IsAsDeclared: false);
        }
    }

    private static CustomInput FromObject(JsonElement value, string arguments)
    {
        var members = value.EnumerateObject().ToList();
        if (value.TryGetProperty(Member, out var input) && input.ValueKind == JsonValueKind.String)
        {
            return new CustomInput(input.GetString()!, members.Count == 1);
        }

        var texts = members.Where(static member => member.Value.ValueKind == JsonValueKind.String).Take(2).ToList();
        var text = texts.Count == 1 ? texts[0].Value.GetString()! : members.Count == 0 ? "" : arguments;
        return new CustomInput(text, IsAsDeclared: false);
    }
}
