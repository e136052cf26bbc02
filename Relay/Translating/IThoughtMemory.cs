using Relay.Contract;

namespace Relay.Translating;

/// <summary>What was thought in the turns of one client.</summary>
internal interface IThoughtMemory
{
    /// <summary>What was thought before the call of that id; <see langword="null"/> when nobody knows.</summary>
    string? OfCall(string callId);

    /// <summary>What was thought before that text was said; <see langword="null"/> when nobody knows.</summary>
    string? OfText(string text);

    /// <summary>Keeps the thoughts of a turn that has ended.</summary>
    void Keep(Thoughts thoughts);
}
