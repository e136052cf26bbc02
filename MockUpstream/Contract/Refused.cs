namespace MockUpstream.Contract;

/// <summary>A chat request that the mock refused as a vendor does.</summary>
/// <param name="Vendor">The strict vendor's name.</param>
/// <param name="Refusal">The refusal's id, such as <c>unknown-member</c>.</param>
/// <param name="Says">A description of the rejected request, in one sentence.</param>
/// <param name="Status">The status it was refused with.</param>
/// <param name="Member">The path of the member it is about.</param>
/// <param name="Message">The vendor's own words.</param>
/// <param name="Body">The body it was refused with.</param>
public sealed record Refused(
    string Vendor,
    string Refusal,
    string Says,
    int Status,
    string Member,
    string Message,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The id of the judge's check that finds the same; <see langword="null"/> when the refusal is the vendor's own.</summary>
    public string? Check { get; init; }

    /// <summary>Whether every vendor refuses it, so that no relay may send it, however it is set up.</summary>
    public bool IsUniversal { get; init; }
}
