namespace MockUpstream.Linting;

/// <summary>The system prompt stands once and first, where a vendor's template wants it so.</summary>
public static class SystemLint
{
    /// <summary>Returns the fault of several system messages, or of one that is not the first message.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        var systems = chat.Messages.Where(message => message.IsSystem).ToList();
        if (systems.Count > 1 || systems is [{ Index: > 0 }])
        {
            var (kind, message) = systems.Count > 1
                ? (FaultKinds.SeveralSystems, "The chat request has more than one system message.")
                : (FaultKinds.LateSystem, "The system message is not the first message.");
            yield return new ChatFault(
                "chat-system",
                kind,
                systems[^1].Path,
                message,
                "one system message, first",
                string.Join(", ", chat.Messages.Select(one => one.Role))) { Weight = FaultWeight.Profile };
        }
    }
}
