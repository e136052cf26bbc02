namespace Conformance.Recording;

/// <summary>Measures one answer while it is read, and reports the limit that it exceeds.</summary>
internal sealed class AnswerLimitCheck(AnswerLimits limits, RunMemory.Share? memory)
{
    /// <summary>The limit that the answer exceeds; <see langword="null"/> while it exceeds none.</summary>
    public AnswerExcess? Excess { get; private set; }

    /// <summary>Whether the headers declare JSON, which may be one line of any length.</summary>
    public bool IsOneLine { get; set; }

    /// <summary>Returns whether there are more header fields than allowed.</summary>
    public bool HasTooManyHeaders(int count)
    {
        Excess = count > limits.MaxHeaders ? new AnswerExcess(AnswerLimit.Headers, limits.MaxHeaders, Bytes: 0, Events: 0) : null;
        return Excess is not null;
    }

    /// <summary>Returns the excess of headers that are longer than allowed.</summary>
    public AnswerExcess TooManyHeaders() => Excess = new AnswerExcess(AnswerLimit.Headers, limits.MaxHeaderBytes, Bytes: 0, Events: 0);

    /// <summary>Returns whether the part of the body that has been read exceeds a limit.</summary>
    public bool Exceeds(long bytes, EventScanner spotter)
    {
        Excess = bytes > limits.MaxBytes ? CreateExcess(AnswerLimit.Bytes, limits.MaxBytes, bytes, spotter)
            : spotter.Count > limits.MaxEvents ? CreateExcess(AnswerLimit.Events, limits.MaxEvents, bytes, spotter)
            : !IsOneLine && spotter.OpenBytes > limits.MaxLineBytes ? CreateExcess(AnswerLimit.Line, limits.MaxLineBytes, bytes, spotter)
            : null;
        return Excess is not null;
    }

    /// <summary>Records that the run had no memory for the last read.</summary>
    public void NoteMemory(bool isKept, long bytes, EventScanner spotter) =>
        Excess = isKept ? Excess : CreateExcess(AnswerLimit.RunMemory, memory?.Whole.Limit ?? 0, bytes, spotter);

    private static AnswerExcess CreateExcess(AnswerLimit limit, long allowed, long bytes, EventScanner spotter) =>
        new(limit, allowed, bytes, spotter.Count);
}
