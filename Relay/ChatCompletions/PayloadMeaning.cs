namespace Relay.ChatCompletions;

/// <summary>Specifies what an object without choices is.</summary>
internal enum PayloadMeaning
{
    /// <summary>A part of the envelope, or a heartbeat. Nothing is lost with it.</summary>
    Harmless,

    /// <summary>An object without any known member. It may have been an answer only if nothing else is one.</summary>
    Unknown,

    /// <summary>An object that may contain a part of the answer in a form that the relay cannot read.</summary>
    Unreadable,

    /// <summary>A failure without a member named error.</summary>
    Failure,
}
