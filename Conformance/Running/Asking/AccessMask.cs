namespace Conformance.Running.Asking;

/// <summary>Masks the user's own credentials in text. The mask is as long as the value, so that offsets stay right.</summary>
internal static class AccessMask
{
    /// <summary>Returns the text with every value masked.</summary>
    public static string MaskText(string text, IReadOnlyList<string> values) =>
        values.Aggregate(text, static (masked, value) => masked.Replace(value, new string('*', value.Length), StringComparison.Ordinal));
}
