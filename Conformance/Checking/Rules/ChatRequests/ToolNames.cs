using System.Text.Json;
using Conformance.Checking.Walking;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Whether a name in a chat request is the name of a tool of the client's request: chat has no namespaces, and fewer letters.</summary>
internal static class ToolNames
{
    /// <summary>The longest name that chat vendors take.</summary>
    public const int Longest = 64;

    private const int LongestHash = 24;

    /// <summary>Whether the name stands for the tool.</summary>
    public static bool Fits(string sent, string name, string? inside)
    {
        var (left, right) = (Plain(sent), Plain(name));
        if (left.Equals(right, StringComparison.Ordinal) || (inside is not null && left.Length > right.Length && left.EndsWith(right, StringComparison.Ordinal)))
        {
            return true;
        }

        // A name that is too long for chat is cut, with or without a hash.
        var whole = inside is null ? right : Plain(inside) + "__" + right;
        return whole.Length > Longest && left.Length <= Longest && left.StartsWith(whole[..(Longest - LongestHash)], StringComparison.Ordinal);
    }

    /// <summary>Whether OpenAI's chat endpoint takes the name.</summary>
    public static bool IsLegal(string name) => name.Length is > 0 and <= Longest && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');

    /// <summary>The name of a tool of a chat request, in either of chat's forms.</summary>
    public static string Of(JsonElement tool) => tool.Member("function").Member("name").Text() ?? tool.Member("custom").Member("name").Text() ?? "";

    private static string Plain(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
}
