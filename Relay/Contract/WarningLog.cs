namespace Relay.Contract;

/// <summary>
/// Collects sentences for the log. A vendor's habit shows in every chunk, so each sentence is said once an answer, and only so many.
/// </summary>
internal sealed class WarningLog
{
    private const int Limit = 50;

    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private List<string> _fresh = [];

    public void Add(string sentence)
    {
        if (_said.Count < Limit && _said.Add(sentence))
        {
            _fresh.Add(sentence);
        }
    }

    /// <summary>What was added since the last look.</summary>
    public IReadOnlyList<string> Take()
    {
        if (_fresh.Count == 0)
        {
            return [];
        }

        var taken = _fresh;
        _fresh = [];
        return taken;
    }
}
