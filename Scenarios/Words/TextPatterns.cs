namespace Scenarios.Words;

/// <summary>Patterns and limits that the reader checks and the schema states.</summary>
internal static class TextPatterns
{
    /// <summary>The rate of a pace, such as <c>20/s</c>.</summary>
    public const string Rate = "^[0-9]{1,6}(\\.[0-9]{1,3})?/s$";

    /// <summary>The jitter of a pace, such as <c>10%</c>.</summary>
    public const string Jitter = "^[0-9]{1,3}%$";

    /// <summary>The name of a gate, which is a part of a URL's path.</summary>
    public const string GateName = "^[a-z0-9][a-z0-9_-]{0,39}$";

    /// <summary>The path of a request, from the root, in the characters that HTTP allows there.</summary>
    public const string RequestPath = "^/[!$&-;=?-Z_a-z~%]*$";

    /// <summary>The name that a pattern binds, such as <c>$fc</c>.</summary>
    public const string BoundName = "\\$[a-z][a-z0-9_]*";

    /// <summary>The limit of a title: it must have fewer characters.</summary>
    public const int TitleLimit = 90;

    /// <summary>The start of a placeholder that a new file contains, and that the lint rejects until it is filled in.</summary>
    public const string Placeholder = "TODO:";

    /// <summary>The largest number of times that a step can be repeated.</summary>
    public const int MostTimes = 1_000_000;
}
