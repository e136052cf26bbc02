namespace Relay.Compat.CodexRelay;

/// <summary>The reasoning of one client's turns.</summary>
/// <param name="memory">The memory of all clients.</param>
/// <param name="owner">The client's <c>Authorization</c> header.</param>
internal sealed class ClientMemory(ReasoningMemory memory, string owner)
{
    /// <summary>Returns the reasoning before a call; <see langword="null"/> when there is none.</summary>
    public string? FindByCall(string callId) => memory.FindByCall(owner, callId);

    /// <summary>Returns the reasoning before a text; <see langword="null"/> when there is none.</summary>
    public string? FindByText(string text) => memory.FindByText(owner, text);

    /// <summary>Stores the reasoning of a turn that has ended.</summary>
    public void Store(TurnReasoning turn) => memory.Store(owner, turn);
}
