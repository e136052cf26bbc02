namespace Relay.Upstreams;

/// <summary>One setting that a vendor needs otherwise than by default.</summary>
/// <param name="Setting">The name of a setting or a policy.</param>
/// <param name="Value">Its value, as a command line would say it.</param>
/// <param name="Reason">Why, in one sentence, with the quirk it is about.</param>
internal sealed record VendorNeed(string Setting, string Value, string Reason);
