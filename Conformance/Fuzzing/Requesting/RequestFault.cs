namespace Conformance.Fuzzing.Requesting;

/// <summary>What is wrong with the answer to a generated request.</summary>
/// <param name="Kind">The kind of fault, in a few words.</param>
/// <param name="Message">The fault in one sentence.</param>
internal sealed record RequestFault(string Kind, string Message)
{
    /// <summary>The relay answers with a server error (5xx).</summary>
    public const string ServerError = "server error";

    /// <summary>The answer does not end in time.</summary>
    public const string Hangs = "no end in time";

    /// <summary>The connection breaks before the end of the answer.</summary>
    public const string BreaksOff = "broken connection";

    /// <summary>A refusal does not have the shape of OpenAI's errors.</summary>
    public const string ErrorShape = "shape of the error";

    /// <summary>A stream is not a valid one, or does not have one end.</summary>
    public const string BadStream = "invalid stream";

    /// <summary>The relay's process ends.</summary>
    public const string Death = "relay exited";

    /// <summary>A body that is declared as JSON is none.</summary>
    public const string BadBody = "invalid body";
}
