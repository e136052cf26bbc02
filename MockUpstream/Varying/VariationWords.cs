namespace MockUpstream.Varying;

/// <summary>The words of <c>vary</c> that are made here; <c>non-stream</c> is another question and not another body.</summary>
public static class VariationWords
{
    /// <summary>The same bytes, cut at every interesting point.</summary>
    public const string Rechunk = "rechunk";

    /// <summary>One byte a write.</summary>
    public const string Bytewise = "bytewise";

    /// <summary>Everything in one write.</summary>
    public const string Burst = "burst";

    /// <summary>Other line ends.</summary>
    public const string Newlines = "newlines";

    /// <summary>A byte order mark first.</summary>
    public const string Bom = "bom";

    /// <summary>Comments between and inside the events.</summary>
    public const string Comments = "comments";

    /// <summary>No space after the colon.</summary>
    public const string NoSpace = "no-space";

    /// <summary>JSON over several data lines.</summary>
    public const string MultiLine = "multi-line";

    /// <summary>Members in another order.</summary>
    public const string KeyOrder = "key-order";

    /// <summary>Text escaped in other ways.</summary>
    public const string Escapes = "escapes";

    /// <summary>Members and fields that the format does not define.</summary>
    public const string UnknownFields = "unknown-fields";

    /// <summary>Usage in another chunk.</summary>
    public const string UsagePlacement = "usage-placement";

    /// <summary>The sentinel in other forms.</summary>
    public const string DoneVariants = "done-variants";

    /// <summary>The body compressed.</summary>
    public const string Gzip = "gzip";
}
