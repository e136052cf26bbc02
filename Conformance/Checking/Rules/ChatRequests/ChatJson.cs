using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The body as JSON.</summary>
internal sealed class ChatJson : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-json",
        "C04",
        Severity.Error,
        "The body of a chat request is one JSON object in UTF-8 without duplicate members.",
        "RFC 8259 §4 and §8.1; vendors answer 400. For a duplicate member, Python and Go use the last, others the first.");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        if (chat.BodyProblem is { } problem)
        {
            // A fault of the client's own JSON is not the relay's fault.
            var clients = chat.Turn.Request.IsPresent() && StrictJson.Read(chat.Turn.Request.GetRawText()).Json is null;
            yield return At("body", "The body of the chat request is not strict JSON.", "one JSON object", problem, clients
                ? Severity.Warning
                : Severity.Error);
        }
        else if (!chat.Body.IsObject())
        {
            yield return At("body", "The body of the chat request is not a JSON object.", "one JSON object", chat.Body.Shown());
        }
    }
}
