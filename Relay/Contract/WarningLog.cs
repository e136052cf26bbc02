namespace Relay.Contract;

/// <summary>
/// Collects warnings for the log. A vendor's fault may be in every chunk, so each warning is logged once per answer, up to a limit.
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

    /// <summary>Returns the warnings added since the last call, and forgets them.</summary>
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
