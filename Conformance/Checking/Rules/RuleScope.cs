namespace Conformance.Checking.Rules;

/// <summary>Which answers a rule applies to.</summary>
public enum RuleScope
{
    /// <summary>Answers that are event streams.</summary>
    Stream,

    /// <summary>Every answer, whatever its form.</summary>
    Answer,

    /// <summary>Answers that hold a response object: event streams, and bodies such as those for <c>stream: false</c>.</summary>
    Response,

    /// <summary>Chat requests that reached the mock.</summary>
    ChatRequest,

    /// <summary>Streams, and answers that the client requested as one body.</summary>
    Parity,
}
