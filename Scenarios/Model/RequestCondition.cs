using System.Text.Json;
using System.Text.RegularExpressions;

namespace Scenarios.Model;

/// <summary>Something that is looked for in a chat request. A closed family.</summary>
public abstract record RequestCondition;

/// <summary>Faults that the lint of chat requests finds, by their kinds.</summary>
public sealed record FaultCondition(IReadOnlyList<string> Kinds) : RequestCondition;

/// <summary>Values at a path that a test finds.</summary>
public sealed record ValueCondition(RequestPath Path, ValueTest Test) : RequestCondition;

/// <summary>A message of one role right behind a message of another.</summary>
public sealed record OrderCondition(string Role, string After) : RequestCondition;

/// <summary>A path at which nothing is.</summary>
public sealed record NothingCondition(RequestPath Path) : RequestCondition;

/// <summary>A word that stands in no message, whatever its case.</summary>
public sealed record WordCondition(string Word) : RequestCondition;

/// <summary>A path into a chat request, such as <c>messages[assistant].tool_calls[*].id</c>.</summary>
/// <param name="Steps">The steps from the request's root; none for the request itself.</param>
/// <param name="Text">The path as written.</param>
public sealed record RequestPath(IReadOnlyList<PathStep> Steps, string Text);

/// <summary>One step of a path.</summary>
/// <param name="Name">The member.</param>
/// <param name="Pick">The selected elements of the list; <see langword="null"/> if the member is not a list.</param>
public sealed record PathStep(string Name, ElementPick? Pick);

/// <summary>The elements of a list that a step of a path selects.</summary>
/// <param name="Which">All, the first, the last, or those of one role.</param>
public sealed record ElementPick(PickKind Which)
{
    /// <summary>The role, where messages are picked by it.</summary>
    public string? Role { get; init; }

    /// <summary>Whether only messages behind the last message of the user are picked.</summary>
    public bool InTurn { get; init; }

    /// <summary>A member that the message must have.</summary>
    public string? With { get; init; }

    /// <summary>A member that the message must not have.</summary>
    public string? Without { get; init; }
}

/// <summary>The ways to pick elements.</summary>
public enum PickKind
{
    /// <summary>Every element.</summary>
    All,

    /// <summary>The first.</summary>
    First,

    /// <summary>The last.</summary>
    Last,

    /// <summary>Messages of a role.</summary>
    Role,
}

/// <summary>A test of a value at a path.</summary>
public sealed record ValueTest(TestKind Kind)
{
    /// <summary>The values of <see cref="TestKind.OneOf"/> and <see cref="TestKind.OtherThan"/>.</summary>
    public IReadOnlyList<JsonElement> Values { get; init; } = [];

    /// <summary>The members of the tests that speak of members.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <summary>The pattern of <see cref="TestKind.NotMatching"/>.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The number of <see cref="TestKind.LongerThan"/>, <see cref="TestKind.Above"/> and <see cref="TestKind.Below"/>.</summary>
    public double Number { get; init; }
}

/// <summary>The tests of a value.</summary>
public enum TestKind
{
    /// <summary>The value exists, even if it is null.</summary>
    Present,

    /// <summary>It is one of the values.</summary>
    OneOf,

    /// <summary>It is there, not null, and none of the values.</summary>
    OtherThan,

    /// <summary>It is text that the pattern does not match.</summary>
    NotMatching,

    /// <summary>It is text with more characters than the number.</summary>
    LongerThan,

    /// <summary>It is a number above the number.</summary>
    Above,

    /// <summary>It is a number below the number.</summary>
    Below,

    /// <summary>It has none of the members, or they are null.</summary>
    Lacks,

    /// <summary>It has none of the members, not even as null.</summary>
    Without,

    /// <summary>It has one of the members; each is found for itself.</summary>
    HasAny,

    /// <summary>It has all of the members.</summary>
    HasAll,

    /// <summary>Each of its members is absent, null, an empty text or an empty list.</summary>
    Empty,

    /// <summary>It has members other than these; each is found for itself.</summary>
    MembersOtherThan,
}
