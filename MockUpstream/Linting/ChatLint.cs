namespace MockUpstream.Linting;

/// <summary>
/// Finds faults of a chat request that need no knowledge of the client's request. The mock's strict vendors and the judge's rules both use
/// it.
/// </summary>
/// <remarks>Pure. The judge alone finds faults that depend on the client's request, such as a lost text or a changed value.</remarks>
public static class ChatLint
{
    /// <summary>Returns all faults of a request; for a body that is not a JSON object only that it has no messages.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        return
        [
            .. MemberLint.Examine(chat),
            .. MessageLint.Examine(chat),
            .. PartLint.Examine(chat),
            .. PairLint.Examine(chat),
            .. SystemLint.Examine(chat),
            .. CountLint.Examine(chat),
            .. ToolLint.Examine(chat),
            .. ChoiceLint.Examine(chat),
            .. ParallelLint.Examine(chat),
            .. StreamLint.Examine(chat),
            .. LogprobLint.Examine(chat),
        ];
    }
}
