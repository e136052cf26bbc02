namespace Relay.Contract;

/// <summary>When a stream opens, so that its status is fixed. A clock may open it earlier.</summary>
public enum StreamOpening
{
    /// <summary>Before the upstream is called.</summary>
    AtOnce,

    /// <summary>With the headers of an upstream that answers.</summary>
    WithHeaders,

    /// <summary>With the first payload that is not an error.</summary>
    WithPayload,
}
