namespace Conformance.Reading;

/// <summary>Whether two readers that share no code saw the same events.</summary>
/// <param name="Difference">
/// The first difference in one sentence; <see langword="null"/> when they agree. A difference is a fault of the harness, never of the
/// relay.
/// </param>
public sealed record ReaderAgreement(string? Difference)
{
    /// <summary>Both saw the same.</summary>
    public static ReaderAgreement Agreed { get; } = new((string?)null);

    /// <summary>Whether both saw the same.</summary>
    public bool Agrees => Difference is null;
}
