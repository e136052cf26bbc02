namespace Relay.Contract;

/// <summary>What is wrong with a request, in the words of OpenAI's error shape.</summary>
/// <param name="Code">The error code, such as <c>unsupported_parameter</c>.</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Param">The place in the request, such as <c>input[3].type</c>; empty when it is the request as a whole.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record RequestProblem(string Code, string Message, string Param, int Status = 400);
