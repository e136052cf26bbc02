namespace Conformance.Scripting;

/// <summary>The head of a recorded scenario.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title; <see langword="null"/> for one derived from the recording.</param>
/// <param name="Note">The comment on the first line: when and from where.</param>
/// <param name="Vendor">The vendor's word in the vocabulary; <see langword="null"/> for none.</param>
internal sealed record RecordingHead(string Id, string? Title, string Note, string? Vendor);
