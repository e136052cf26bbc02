using System.Buffers;
using Relay.Json;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>
/// Splits text at <c>&lt;think&gt;</c> tags (Q72–Q77). A tag may be cut anywhere: what could be the start of one is held back, never more than a tag's length
/// and the white space before it. The white space around a tag belongs to the tag.
/// </summary>
internal sealed class ThinkTagSplitter(ThinkTags policy)
{
    private readonly ArrayBufferWriter<byte> _held = new();
    private ArrayBufferWriter<byte>? _joined;
    private bool _skipsBlank;

    // Whether the answer begins within tags: a template opened one, and the model only closes it (Q74).
    private bool _beginsWithin = policy is ThinkTags.Open;
    private State _state = policy is ThinkTags.Off ? State.Passing : State.Start;

    private enum State
    {
        /// <summary>Nothing but white space yet: a tag may open.</summary>
        Start,

        /// <summary>Within the tags.</summary>
        Thinking,

        /// <summary>Text in which a tag may open (<see cref="ThinkTags.Anywhere"/>).</summary>
        Searching,

        /// <summary>Text, whatever it holds.</summary>
        Passing,
    }

    private static ReadOnlySpan<byte> Opening => "<think>"u8;

    private State TextState => policy is ThinkTags.Anywhere ? State.Searching : State.Passing;

    private static ReadOnlySpan<byte> Closing => "</think>"u8;

    /// <summary>Whether text is text, without a look.</summary>
    public bool IsPassing => _state is State.Passing;

    /// <summary>The reasoning comes elsewhere, so the text does not begin within tags.</summary>
    public void BeginOutside() => _beginsWithin = false;

    /// <summary>A new message begins: a tag may open it.</summary>
    public void Restart()
    {
        if (_state is State.Passing && policy is not ThinkTags.Off)
        {
            _state = State.Start;
        }
    }

    public void Feed(ReadOnlySpan<byte> token, IThinkSink sink)
    {
        var text = WithHeld(token);
        while (!text.IsEmpty)
        {
            text = SkipBlank(text);
            text = _state switch
            {
                State.Start => Begin(text),
                State.Thinking => Think(text, sink),
                State.Searching => Search(text, sink),
                _ => Pass(text, sink),
            };
        }
    }

    /// <summary>No more text may follow what is held: it is what it seems to be.</summary>
    public void Flush(IThinkSink sink)
    {
        if (_held.WrittenCount > 0)
        {
            var rest = _held.WrittenSpan.ToArray();
            _held.ResetWrittenCount();
            if (_state is State.Thinking)
            {
                sink.Thinking(rest);
            }
            else
            {
                sink.Text(rest);
            }
        }

        if (_state is State.Thinking)
        {
            sink.ThinkingClosed();
        }
    }

    private ReadOnlySpan<byte> Begin(ReadOnlySpan<byte> text)
    {
        var rest = text[JsonText.BlankLength(text)..];
        if (rest.StartsWith(Opening))
        {
            _beginsWithin = false;
            Enter(State.Thinking);
            return rest[Opening.Length..];
        }

        if (Opening.StartsWith(rest))
        {
            return Hold(text);
        }

        _state = _beginsWithin ? State.Thinking : TextState;
        _beginsWithin = false;
        return text;
    }

    private ReadOnlySpan<byte> Think(ReadOnlySpan<byte> text, IThinkSink sink)
    {
        var end = text.IndexOf(Closing);
        if (end < 0)
        {
            var sure = text.Length - StartLengthAtEnd(text, Closing);
            sink.Thinking(text[..sure]);
            return Hold(text[sure..]);
        }

        sink.Thinking(text[..end]);
        sink.ThinkingClosed();
        Enter(TextState);
        return text[(end + Closing.Length)..];
    }

    private ReadOnlySpan<byte> Search(ReadOnlySpan<byte> text, IThinkSink sink)
    {
        var start = text.IndexOf(Opening);
        if (start < 0)
        {
            var sure = text.Length - StartLengthAtEnd(text, Opening);
            sink.Text(text[..sure]);
            return Hold(text[sure..]);
        }

        sink.Text(text[..start]);
        Enter(State.Thinking);
        return text[(start + Opening.Length)..];
    }

    private static ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> text, IThinkSink sink)
    {
        sink.Text(text);
        return default;
    }

    private void Enter(State state)
    {
        _state = state;
        _skipsBlank = true;
    }

    private ReadOnlySpan<byte> SkipBlank(ReadOnlySpan<byte> text)
    {
        if (!_skipsBlank)
        {
            return text;
        }

        var rest = text[JsonText.BlankLength(text)..];
        _skipsBlank = rest.IsEmpty;
        return rest;
    }

    private ReadOnlySpan<byte> Hold(ReadOnlySpan<byte> text)
    {
        _held.Write(text);
        return default;
    }

    /// <summary>The length of the longest start of the tag that the text ends with.</summary>
    private static int StartLengthAtEnd(ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag)
    {
        var length = Math.Min(text.Length, tag.Length - 1);
        while (!text.EndsWith(tag[..length]))
        {
            length--;
        }

        return length;
    }

    /// <summary>What was held and the token.</summary>
    private ReadOnlySpan<byte> WithHeld(ReadOnlySpan<byte> token)
    {
        if (_held.WrittenCount == 0)
        {
            return token;
        }

        _joined ??= new ArrayBufferWriter<byte>();
        _joined.ResetWrittenCount();
        _joined.Write(_held.WrittenSpan);
        _held.ResetWrittenCount();
        _joined.Write(token);
        return _joined.WrittenSpan;
    }
}
