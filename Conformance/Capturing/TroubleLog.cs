namespace Conformance.Capturing;

/// <summary>Says each kind of trouble once: a disk that is full must not fill the terminal, too.</summary>
internal sealed class TroubleLog(Action<string> say)
{
    private const int Most = 50;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Says a sentence unless it was said before.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="kind">What it is about, where sentences of one kind differ; the sentence itself unless it is given.</param>
    public void Say(string sentence, string? kind = null)
    {
        lock (_gate)
        {
            if (_said.Count < Most && _said.Add(kind ?? sentence))
            {
                say(sentence);
            }
        }
    }

    /// <summary>A kind of trouble is over, so that the next time is said again.</summary>
    public void Forget(string kind)
    {
        lock (_gate)
        {
            _said.Remove(kind);
        }
    }
}
