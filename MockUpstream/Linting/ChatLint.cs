namespace MockUpstream.Linting;

/// <summary>What is wrong with a chat request by itself. The mock's strict vendors and the judge's rules both ask here.</summary>
/// <remarks>Pure. What depends on the client's request (a lost text, a changed value) is the judge's alone.</remarks>
public static class ChatLint
{
    /// <summary>Returns all faults of a request; none of a body that is not a JSON object but that it has no messages.</summary>
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
