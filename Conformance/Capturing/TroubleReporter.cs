namespace Conformance.Capturing;

/// <summary>Reports each kind of trouble once, so that a full disk does not fill the terminal, too.</summary>
internal sealed class TroubleReporter(Action<string> say)
{
    private const int Most = 50;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <summary>Reports a sentence unless one of its kind was reported before.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="kind">The kind of trouble, if the sentences of one kind differ. Default: the sentence itself.</param>
    public void Report(string sentence, string? kind = null)
    {
        lock (_gate)
        {
            if (_said.Count < Most && _said.Add(kind ?? sentence))
            {
                say(sentence);
            }
        }
    }

    /// <summary>Marks a kind of trouble as over, so that it is reported again the next time.</summary>
    public void Reset(string kind)
    {
        lock (_gate)
        {
            _said.Remove(kind);
        }
    }
}
