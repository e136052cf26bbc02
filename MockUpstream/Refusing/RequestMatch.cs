using System.Text.Json;
using Scenarios.Model;

namespace MockUpstream.Refusing;

/// <summary>One thing that a condition found in a chat request.</summary>
/// <param name="Member">The path of the member, such as <c>messages[1].reasoning_content</c>; empty for the request itself.</param>
/// <param name="Value">Its value; absent where nothing is there.</param>
internal sealed record RequestMatch(string Member, JsonElement Value)
{
    /// <summary>The index of the message it stands in.</summary>
    public int? Message { get; init; }

    /// <summary>The role of that message.</summary>
    public string Role { get; init; } = "";

    /// <summary>The role of the message before, where the order was the subject.</summary>
    public string After { get; init; } = "";

    /// <summary>The value as words; a fault's own words where the lint found it.</summary>
    public string? Words { get; init; }

    /// <summary>The fault, where the lint found it.</summary>
    public Linting.ChatFault? Fault { get; init; }

    /// <summary>The condition's test of the value, which some answers speak of.</summary>
    public ValueTest? Test { get; init; }
}
