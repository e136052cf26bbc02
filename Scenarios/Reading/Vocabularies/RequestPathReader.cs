using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Scenarios.Model;

namespace Scenarios.Reading.Vocabularies;

/// <summary>Reads a path into a chat request.</summary>
internal static partial class RequestPathReader
{
    /// <summary>The word for the request itself.</summary>
    public const string Whole = "request";

    private static readonly string[] Roles = ["system", "developer", "user", "assistant", "tool", "function"];

    /// <summary>Reads a path such as <c>messages[assistant+tool_calls].content</c>; <see langword="false"/> when it is none.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out RequestPath? path)
    {
        List<PathStep> steps = [];
        foreach (var part in text == Whole ? [] : text.Split('.'))
        {
            if (Step().Match(part) is not { Success: true } match || !TryPick(match.Groups["pick"], out var pick))
            {
                path = null;
                return false;
            }

            steps.Add(new PathStep(match.Groups["name"].Value, pick));
        }

        path = new RequestPath(steps, text);
        return true;
    }

    private static bool TryPick(Group group, out ElementPick? pick)
    {
        pick = null;
        if (!group.Success)
        {
            return true;
        }

        pick = group.Value switch
        {
            "*" => new ElementPick(PickKind.All),
            "first" => new ElementPick(PickKind.First),
            "last" => new ElementPick(PickKind.Last),
            _ => ReadRole(group.Value),
        };
        return pick is not null;
    }

    private static ElementPick? ReadRole(string text)
    {
        var match = RolePick().Match(text);
        return match.Success && Roles.Contains(match.Groups["role"].Value)
            ? new ElementPick(PickKind.Role)
            {
                Role = match.Groups["role"].Value,
                With = ValueOf(match.Groups["with"]),
                Without = ValueOf(match.Groups["without"]),
                InTurn = match.Groups["turn"].Success,
            }
            : null;
    }

    private static string? ValueOf(Group group) => group.Success ? group.Value : null;

    [GeneratedRegex(@"^(?<name>[A-Za-z_]\w*)(\[(?<pick>[^\]]+)\])?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();

    [GeneratedRegex(
        @"^(?<role>[a-z]+)(\+(?<with>\w+))?(-(?<without>\w+))?(?<turn>@turn)?$",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex RolePick();
}
