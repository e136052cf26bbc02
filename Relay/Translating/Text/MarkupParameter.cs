namespace Relay.Translating.Text;

/// <summary>Represents the tag of a parameter.</summary>
/// <param name="Key">The name of the parameter.</param>
/// <param name="IsText">Whether the value is text instead of JSON; <see langword="null"/> if the tag does not state it.</param>
/// <param name="IsOnLinesOfItsOwn">Whether the value is on lines of its own between the tags.</param>
internal sealed record MarkupParameter(string Key, bool? IsText, bool IsOnLinesOfItsOwn);
