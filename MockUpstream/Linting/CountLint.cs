using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The number of answers.</summary>
public static class CountLint
{
    private static readonly string[] Names = ["n", "best_of"];

    /// <summary>Returns a fault for each member that asks for another number of answers than one.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        return Names.Select(name => (Name: name, Sent: chat.Json.Member(name)))
            .Where(member => member.Sent.HasValue() && member.Sent.WholeNumber() != 1)
            .Select(member =>
                new ChatFault(
                    "chat-n",
                    FaultKinds.SeveralAnswers,
                    member.Name,
                    "The chat request does not request exactly one answer.",
                    "1",
                    member.Sent.ToShortText()));
    }
}
