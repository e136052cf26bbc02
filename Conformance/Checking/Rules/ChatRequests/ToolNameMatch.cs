using System.Text.Json;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>
/// Whether a name in a chat request is the name of a tool of the client's request: chat has no namespaces, and fewer letters.
/// </summary>
internal static class ToolNameMatch
{
    private const int LongestHash = 24;

    /// <summary>Whether the name stands for the tool.</summary>
    public static bool Matches(string sent, string name, string? inside)
    {
        var (left, right) = (Plain(sent), Plain(name));
        if (left.Equals(right, StringComparison.Ordinal) || (inside is not null && left.Length > right.Length
            && left.EndsWith(right, StringComparison.Ordinal)))
        {
            return true;
        }

        // A name that is too long for chat is cut, with or without a hash.
        var whole = inside is null ? right : Plain(inside) + "__" + right;
        return whole.Length > ToolLint.LongestName && left.Length <= ToolLint.LongestName
            && left.StartsWith(whole[..(ToolLint.LongestName - LongestHash)], StringComparison.Ordinal);
    }

    /// <summary>The name of a tool of a chat request, in either of chat's forms.</summary>
    public static string GetName(JsonElement tool) => ToolLint.NameOf(tool);

    private static string Plain(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-' ? letter : '_'));
}
