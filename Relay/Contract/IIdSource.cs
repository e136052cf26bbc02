namespace Relay.Contract;

/// <summary>Where new identifiers come from: random in the service, counted in tests.</summary>
public interface IIdSource
{
    /// <summary>
    /// A new identifier with the prefix given, such as <c>resp_</c>, <c>msg_</c>, <c>rs_</c>, <c>fc_</c>, <c>call_</c>; unique, 24
    /// hexadecimal digits after it.
    /// </summary>
    string NewId(string prefix);
}
