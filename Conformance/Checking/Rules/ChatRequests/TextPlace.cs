namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Where a text of the client's request stands in the chat request.</summary>
/// <param name="Message">The index of the message; -1 when it stands nowhere.</param>
/// <param name="IsRightRole">Whether the message has the role the text must have.</param>
internal readonly record struct TextPlace(int Message, bool IsRightRole)
{
    public static TextPlace Nowhere { get; } = new(-1, IsRightRole: false);
}
