using System.Buffers;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>
/// Finds calls that a model wrote into its text as markup (Q45). It holds back a possible start of a block with the white space before it,
/// and a block until it is complete. A block without calls is written as text, unchanged.
/// </summary>
internal sealed class MarkupHealer
{
    private const int LongestName = 128;

    // Each opening before one closing tag is tried with all that is between them.
    private const int MaxOpenings = 32;

    private readonly MarkupForm[] _forms;
    private readonly MarkupReader _reader;
    private readonly bool _keepsBlanks;
    private readonly SearchValues<byte> _starts;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private MarkupForm? _form;

    // What has been written of the buffer, and how much of the rest is known to be white space.
    private int _start;
    private int _blank;
    private JsonTextScanner _json;
    private int _inside;
    private int _searched;
    private bool _skipsBlank;
    private bool _isBroken;
    private long _consumed;
    private long _lastClosing;
    private int _openings;

    private MarkupHealer(MarkupForm[] forms, MarkupReader reader, bool keepsBlanks)
    {
        _keepsBlanks = keepsBlanks;
        _forms = forms;
        _starts = SearchValues.Create([.. forms.Select(static form => form.Opening[0]).Distinct()]);
        _reader = reader;
    }

    /// <summary>Returns a healer; <see langword="null"/> if the policy is off or no tools are declared.</summary>
    /// <param name="policy">The forms that are repaired.</param>
    /// <param name="echo">The declared tools.</param>
    /// <param name="keepsBlanks">Whether white space after a block is written, because the block may be text after all.</param>
    public static MarkupHealer? Create(HealMarkup policy, ResponseEcho echo, bool keepsBlanks = false) =>
        policy is HealMarkup.Off || echo.DeclaredTools.Count == 0
            ? null
            : new MarkupHealer(MarkupForm.GetForms(policy), new MarkupReader(echo.DeclaredTools, new ToolSchemas(echo)), keepsBlanks);

    /// <summary>The text that is held back.</summary>
    public ReadOnlySpan<byte> Held => _buffer.WrittenSpan[_start..];

    public void Feed(ReadOnlySpan<byte> token, IMarkupSink sink)
    {
        _buffer.Write(token);
        while (_form is null ? FindBlock(sink) : ReadBlock(sink))
        {
            // Each pass handles the text before a block, or a block.
        }

        if (_start > 0)
        {
            var rest = Held.ToArray();
            Clear();
            _buffer.Write(rest);
        }
    }

    /// <summary>Ends the text. A block without its end is used if it is otherwise complete; the rest is text.</summary>
    public void Flush(IMarkupSink sink)
    {
        if (_form is not null && !TryHeal(Held[_inside..], Held, sink))
        {
            _form = null;
        }
        else if (_form is not null)
        {
            SkipBlock(Held.Length);
        }

        if (!_skipsBlank || !JsonText.IsBlank(Held))
        {
            sink.AppendText(Held);
        }

        Clear();
        _blank = 0;
        _skipsBlank = false;
    }

    /// <summary>Looks for the start of a block and writes the text before it.</summary>
    private bool FindBlock(IMarkupSink sink)
    {
        var text = Held;
        var (at, form) = FindEarliest(text, _blank);
        var before = at - BlankLengthBefore(text, at, _blank);
        if (form is null)
        {
            WriteText(before, sink);
            _blank = at - before;
            return false;
        }

        var length = at - before + form.Opening.Length;
        WriteText(before, sink);
        _form = form;
        _inside = length;
        _searched = length;
        _json = default;
        _isBroken = false;
        return true;
    }

    /// <summary>Looks for the end of the block.</summary>
    private bool ReadBlock(IMarkupSink sink)
    {
        var text = Held;
        if (IsNoBlock(text[_inside..]))
        {
            return TreatAsText(sink);
        }

        var at = _form!.Closing.Length == 0 ? -1 : text[_searched..].IndexOf(_form.Closing);
        if (at < 0)
        {
            _searched = Math.Max(_searched, text.Length - _form.Closing.Length + 1);
            return false;
        }

        // The closing tag may be part of a string in the arguments. What follows the object then makes it no JSON for good.
        var end = _searched + at;
        var inside = text[_inside..end];
        var isUnfinished = inside[JsonText.BlankLength(inside)..].StartsWith("{"u8) && !_json.LooksComplete(inside);
        _searched = end + _form.Closing.Length;
        if (isUnfinished && (_isBroken || !_json.HasClosed))
        {
            return true;
        }

        if (TryHeal(inside, text[.._searched], sink))
        {
            SkipBlock(_searched);
            return true;
        }

        _isBroken = true;
        return isUnfinished || Reject(end, sink);
    }

    /// <summary>Treats the start of a block as text, or all up to its closing tag if many openings before it were tried.</summary>
    private bool Reject(int closing, IMarkupSink sink)
    {
        _openings = _consumed + closing == _lastClosing ? _openings + 1 : 1;
        _lastClosing = _consumed + closing;
        if (_openings <= MaxOpenings)
        {
            return TreatAsText(sink);
        }

        _form = null;
        WriteText(closing, sink);
        return true;
    }

    private bool IsNoBlock(ReadOnlySpan<byte> inside)
    {
        if (_form!.First == MarkupForm.Anything)
        {
            return false;
        }

        var rest = inside[JsonText.BlankLength(inside)..];
        if (_form.First.Length > 0)
        {
            return !rest.IsEmpty && !_form.First.Contains((char)rest[0], StringComparison.Ordinal);
        }

        var end = inside.IndexOf((byte)'>');
        return end < 0 ? inside.Length > LongestName : !_reader.IsDeclared(JsonText.Decode(inside[..end]).Trim());
    }

    /// <summary>Treats the start of a block as text, and continues after it.</summary>
    private bool TreatAsText(IMarkupSink sink)
    {
        _form = null;
        WriteText(_inside, sink);
        return true;
    }

    private bool TryHeal(ReadOnlySpan<byte> inside, ReadOnlySpan<byte> block, IMarkupSink sink)
    {
        if (_form!.Read(JsonText.Decode(inside), _reader) is not { } calls)
        {
            return false;
        }

        sink.AddCalls(calls, block);
        return true;
    }

    /// <summary>Writes text, without the white space after a block.</summary>
    private void WriteText(int length, IMarkupSink sink)
    {
        var text = Held[..length];
        var blank = _skipsBlank ? JsonText.BlankLength(text) : 0;
        _skipsBlank &= blank == text.Length;
        sink.AppendText(text[blank..]);
        KeepFrom(length);
    }

    private void SkipBlock(int length)
    {
        _form = null;
        _skipsBlank = !_keepsBlanks;
        KeepFrom(length);
    }

    private void KeepFrom(int from)
    {
        _start += from;
        _consumed += from;
        _blank = 0;
    }

    private void Clear()
    {
        _buffer.ResetWrittenCount();
        _start = 0;
    }

    /// <summary>Finds the first block; without one, the position at which a block may begin.</summary>
    private (int At, MarkupForm? Form) FindEarliest(ReadOnlySpan<byte> text, int from)
    {
        while (text[from..].IndexOfAny(_starts) is var next and >= 0)
        {
            from += next;
            foreach (var form in _forms)
            {
                if (text[from..].StartsWith(form.Opening))
                {
                    return (from, form);
                }
            }

            from++;
        }

        return (text.Length - LongestStartAtEnd(text), null);
    }

    private int LongestStartAtEnd(ReadOnlySpan<byte> text)
    {
        var longest = 0;
        foreach (var form in _forms)
        {
            for (var length = Math.Min(text.Length, form.Opening.Length - 1); length > longest; length--)
            {
                if (text.EndsWith(form.Opening.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }

    /// <summary>Returns the length of the white space before a position.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">The position.</param>
    /// <param name="known">The length of the start of the text that is known to be white space.</param>
    private static int BlankLengthBefore(ReadOnlySpan<byte> text, int end, int known)
    {
        var length = 0;
        while (length < end - known && JsonText.BlankAtEnd(text[..(end - length)]) is var blank and > 0)
        {
            length += blank;
        }

        return length < end - known ? length : end;
    }
}
