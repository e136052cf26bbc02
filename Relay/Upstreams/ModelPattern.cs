namespace Relay.Upstreams;

/// <summary>A model's name in which one <c>*</c> stands for any text.</summary>
internal sealed class ModelPattern(string text)
{
    private readonly string _start = text[..text.IndexOf('*', StringComparison.Ordinal)];
    private readonly string _end = text[(text.IndexOf('*', StringComparison.Ordinal) + 1)..];

    /// <summary>How much of a name it says; the more, the sooner it is asked.</summary>
    public int Weight => _start.Length + _end.Length;

    /// <summary>Whether it is a name or a pattern at all.</summary>
    public static bool IsOne(string text) => text.Length > 0 && text.AsSpan().Count('*') <= 1;

    public static bool IsPattern(string text) => text.Contains('*', StringComparison.Ordinal);

    public bool Matches(string model) =>
        model.Length >= Weight && model.StartsWith(_start, StringComparison.Ordinal) && model.EndsWith(_end, StringComparison.Ordinal);
}
