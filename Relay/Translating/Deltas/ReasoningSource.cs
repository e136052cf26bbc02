namespace Relay.Translating.Deltas;

/// <summary>Where reasoning was found, the better source last. Once a better one has spoken, what a lesser one says is taken for a repetition (Q67, Q69).</summary>
internal enum ReasoningSource
{
    None,
    Tags,
    Parts,
    Details,
    Member,
}
