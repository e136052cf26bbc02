namespace Conformance.Reporting.Html;

/// <summary>
/// The limits for the part of a turn that is embedded in the page. The page names the omitted part and the file that contains it.
/// </summary>
internal static class PageLimits
{
    /// <summary>Bytes of the whole page. A page beyond it opens slowly, and mail and artifact viewers refuse it.</summary>
    public const int Page = 5_600_000;

    /// <summary>Bytes that a case takes without its evidence.</summary>
    public const int BareCase = 160;

    /// <summary>Bytes of wire for each side.</summary>
    public const int Wire = 48 * 1024;

    /// <summary>Characters of one request body or of the scenario.</summary>
    public const int Text = 48 * 1024;

    /// <summary>Characters of event data. Events around findings and the last events have priority.</summary>
    public const int Events = 96 * 1024;

    /// <summary>Events, whatever their size.</summary>
    public const int EventCount = 400;

    /// <summary>Entries of the time line.</summary>
    public const int Timeline = 500;

    /// <summary>Rows of the golden difference; beyond it equal rows far from a difference are left out first.</summary>
    public const int DiffRows = 200;

    /// <summary>Differing lines of each side that are aligned: the work takes the square of what differs.</summary>
    public const int DiffLines = 2000;

    /// <summary>Characters of one line in the golden difference.</summary>
    public const int DiffLine = 4 * 1024;

    /// <summary>Cases in one compressed shard: neighbours are alike, and one is opened in a few milliseconds.</summary>
    public const int ShardCases = 40;
}
