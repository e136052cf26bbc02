namespace Relay.Translating.Text;

/// <summary>What the tag of a parameter says.</summary>
/// <param name="Key">Its name.</param>
/// <param name="IsText">Whether its value is text rather than JSON; <see langword="null"/> when the tag is silent.</param>
/// <param name="IsOnLinesOfItsOwn">Whether the value stands on lines between the tags.</param>
internal sealed record MarkupParameter(string Key, bool? IsText, bool IsOnLinesOfItsOwn);
