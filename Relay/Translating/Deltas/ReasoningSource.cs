namespace Relay.Translating.Deltas;

/// <summary>
/// Specifies where reasoning was found, the best source last. Once a better source was used, text of a lesser one is treated as a
/// repetition (Q67, Q69).
/// </summary>
internal enum ReasoningSource
{
    None,
    Tags,
    Parts,
    Details,
    Member,
}
