namespace Conformance.Checking;

/// <summary>The page of one check. All texts are Markdown.</summary>
public sealed record CheckExplanation
{
    /// <summary>The check's id.</summary>
    public required string Id { get; init; }

    /// <summary>The requirement.</summary>
    public required string What { get; init; }

    /// <summary>The consequence if it does not hold.</summary>
    public required string Why { get; init; }

    /// <summary>The source of the requirement.</summary>
    public required string Source { get; init; }

    /// <summary>An answer that is right.</summary>
    public required CheckExample Good { get; init; }

    /// <summary>An answer that the check names.</summary>
    public required CheckExample Bad { get; init; }

    /// <summary>Which client breaks, and how; or which vendor, where <see cref="NamesVendors"/>.</summary>
    public required string Clients { get; init; }

    /// <summary>Whether <see cref="Clients"/> is about vendors: no client sees the request to the upstream.</summary>
    public bool NamesVendors { get; init; }
}

/// <summary>A section of a page that shows an answer.</summary>
/// <param name="Text">The section as Markdown, its blocks included.</param>
/// <param name="Also">Other checks that name the same answer, from a line <c>also:</c>.</param>
/// <param name="Blocks">The fenced blocks.</param>
public sealed record CheckExample(string Text, IReadOnlyList<string> Also, IReadOnlyList<CheckBlock> Blocks);

/// <summary>A fenced block of a page.</summary>
/// <param name="Language">The word behind the fence: <c>sse</c>, <c>json</c> or another.</param>
/// <param name="Options">The words behind the language, such as <c>request</c> or <c>status=502</c>.</param>
/// <param name="Text">The lines between the fences.</param>
public sealed record CheckBlock(string Language, IReadOnlyList<string> Options, string Text);
