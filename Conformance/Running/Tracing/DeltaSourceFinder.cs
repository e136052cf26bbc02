using MockUpstream.Contract;

namespace Conformance.Running.Tracing;

/// <summary>Finds deltas, one after the other, in content that may have been their source.</summary>
/// <param name="sources">The contents that can be the source; each is given up at the first delta that does not continue it.</param>
internal sealed class DeltaSourceFinder(IReadOnlyList<IReadOnlyList<ContentPiece>> sources)
{
    private readonly List<Place> _places = [.. sources.Select(pieces => new Place(pieces))];

    /// <summary>
    /// The write that completed the content up to and including this delta; <see langword="null"/> when no source has it, or several do in
    /// different writes.
    /// </summary>
    public SentWrite? FindWrite(string? delta)
    {
        if (delta is null)
        {
            _places.Clear();
            return null;
        }

        _places.RemoveAll(place => !place.Continue(delta));
        if (delta.Length == 0)
        {
            return null;
        }

        var writes = _places.Select(place => place.Write).Distinct(ReferenceEqualityComparer.Instance).Take(2).ToList();
        return writes.Count == 1 ? (SentWrite?)writes[0] : null;
    }

    private sealed class Place(IReadOnlyList<ContentPiece> pieces)
    {
        private readonly string _text = string.Concat(pieces.Select(piece => piece.Text));
        private int _at;
        private int _piece;
        private int _end = pieces.Count > 0 ? pieces[0].Text.Length : 0;

        public SentWrite? Write => _piece < pieces.Count ? pieces[_piece].Write : null;

        public bool Continue(string delta)
        {
            if (!_text.AsSpan(_at).StartsWith(delta, StringComparison.Ordinal))
            {
                return false;
            }

            _at += delta.Length;
            while (_end < _at)
            {
                _end += pieces[++_piece].Text.Length;
            }

            return true;
        }
    }
}
