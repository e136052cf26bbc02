using System.Text.Json;
using Relay.Json;

namespace Relay.Translating.Calls;

/// <summary>
/// The free text of a custom tool's call. The vendor is told of a function with one string, <c>input</c>; a model may call the string otherwise or write the
/// text without any JSON around it (Q27).
/// </summary>
internal readonly record struct CustomInput(string Text, bool IsAsDeclared)
{
    private const string Member = "input";

    /// <summary>Takes the text out of arguments as they stand in an event, without quotes.</summary>
    public static CustomInput FromArguments(ReadOnlySpan<byte> arguments) => FromText(JsonText.Decode(arguments), mayBeEncoded: true);

    /// <summary>Whether arguments that are no JSON can be free text. What begins as JSON was cut off or never whole.</summary>
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
