namespace Conformance.Scripting;

/// <summary>What a recorded scenario says about itself.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; <see langword="null"/> for one made of what was recorded.</param>
/// <param name="Note">The comment on the first line: when and from where.</param>
/// <param name="Vendor">The vendor's word in the vocabulary; <see langword="null"/> for none.</param>
internal sealed record RecordingHead(string Id, string? Title, string Note, string? Vendor);
