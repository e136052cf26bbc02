namespace Conformance.Recording;

/// <summary>The limits after which the judge stops reading an answer. They are far larger than any correct answer.</summary>
public sealed record AnswerLimits
{
    /// <summary>The limits unless a user gives others.</summary>
    public static AnswerLimits Default { get; } = new();

    /// <summary>The most bytes of a body.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>The most events and comments of a body.</summary>
    public int MaxEvents { get; init; } = 250_000;

    /// <summary>The most bytes of one line, and of the data of one event. A JSON body may be one line of any length.</summary>
    public int MaxLineBytes { get; init; } = 16 << 20;

    /// <summary>The most bytes of the status line and the headers together.</summary>
    public int MaxHeaderBytes { get; init; } = 64 << 10;

    /// <summary>The most header fields.</summary>
    public int MaxHeaders { get; init; } = 500;

    /// <summary>The number of bytes of a body that are stored if it exceeds a limit.</summary>
    public int KeptBytes { get; init; } = 1 << 20;
}

/// <summary>A limit that an answer exceeds.</summary>
public enum AnswerLimit
{
    /// <summary>The bytes of the body.</summary>
    Bytes,

    /// <summary>The number of events.</summary>
    Events,

    /// <summary>The length of one line or event.</summary>
    Line,

    /// <summary>The size or the number of the headers.</summary>
    Headers,

    /// <summary>The memory that all answers of a run may hold at once.</summary>
    RunMemory,
}

/// <summary>The limit that an answer exceeds, and the size that was read until then.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Allowed">The limit, in bytes or events.</param>
/// <param name="Bytes">The bytes of the body that were read.</param>
/// <param name="Events">The events and comments that were complete.</param>
public sealed record AnswerExcess(AnswerLimit Limit, long Allowed, long Bytes, long Events);
