using System.Buffers;
using Relay.Json;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>
/// Splits text at <c>&lt;think&gt;</c> tags (Q72–Q77). A tag may be cut anywhere, so a possible start of one is held back, never more than
/// a tag's length and the white space before it. White space around a tag is removed with it.
/// </summary>
internal sealed class ThinkTagSplitter(ThinkTags policy, ThinkTagNames names)
{
    private readonly ThinkTag[] _tags = ThinkTag.GetTags(names);

    private readonly ArrayBufferWriter<byte> _held = new();

    // The white space before a possible opening tag at the start, so that each piece of it is looked at once.
    private readonly ArrayBufferWriter<byte> _blank = new();
    private ArrayBufferWriter<byte>? _joined;
    private bool _skipsBlank;
    private ThinkTag? _tag;

    // Whether the answer begins inside tags: the model's template opened one, and the model only closes it (Q74).
    private bool _startsInside = policy is ThinkTags.Open;
    private State _state = policy is ThinkTags.Off ? State.Passing : State.Start;

    private enum State
    {
        /// <summary>Only white space so far: a tag may open.</summary>
        Start,

        /// <summary>Inside the tags.</summary>
        Reasoning,

        /// <summary>Text in which a tag may open (<see cref="ThinkTags.Anywhere"/>).</summary>
        Searching,

        /// <summary>Text, whatever it contains.</summary>
        Passing,
    }

    private State TextState => policy is ThinkTags.Anywhere ? State.Searching : State.Passing;

    // The tag that encloses the reasoning; at the start the one that the template opened.
    private ReadOnlySpan<byte> Closing => (_tag ?? _tags[0]).Closing;

    /// <summary>Whether all text is passed on without a search.</summary>
    public bool IsPassing => _state is State.Passing;

    /// <summary>Makes the text begin outside of tags, because the reasoning arrives in another member.</summary>
    public void StartOutside() => _startsInside = false;

    /// <summary>Begins a new message, which a tag may open.</summary>
    public void Restart()
    {
        if (_state is State.Passing && policy is not ThinkTags.Off)
        {
            _state = State.Start;
        }
    }

    public void Feed(ReadOnlySpan<byte> token, IThinkTagSink sink)
    {
        var text = WithHeld(token);
        while (!text.IsEmpty)
        {
            text = SkipBlank(text);
            text = _state switch
            {
                State.Start => ReadStart(text),
                State.Reasoning => ReadReasoning(text, sink),
                State.Searching => ReadText(text, sink),
                _ => PassText(text, sink),
            };
        }
    }

    /// <summary>Writes held text, because no more text follows.</summary>
    public void Flush(IThinkTagSink sink)
    {
        if (_held.WrittenCount > 0 || _blank.WrittenCount > 0)
        {
            var rest = AfterBlank(_held.WrittenSpan).ToArray();
            _held.ResetWrittenCount();
            if (_state is State.Reasoning)
            {
                sink.AppendReasoning(rest);
            }
            else
            {
                sink.AppendText(rest);
            }
        }

        if (_state is State.Reasoning)
        {
            sink.CloseReasoning();
        }
    }

    private ReadOnlySpan<byte> ReadStart(ReadOnlySpan<byte> text)
    {
        var rest = text[JsonText.BlankLength(text)..];
        foreach (var tag in _tags)
        {
            if (rest.StartsWith(tag.Opening))
            {
                _blank.ResetWrittenCount();
                _startsInside = false;
                Open(tag);
                return rest[tag.Opening.Length..];
            }
        }

        if (MayBecomeTag(rest))
        {
            _blank.Write(text[..^rest.Length]);
            return Hold(rest);
        }

        _state = _startsInside ? State.Reasoning : TextState;
        _startsInside = false;
        return AfterBlank(text);
    }

    private ReadOnlySpan<byte> ReadReasoning(ReadOnlySpan<byte> text, IThinkTagSink sink)
    {
        var end = text.IndexOf(Closing);
        if (end < 0)
        {
            var sure = text.Length - StartLengthAtEnd(text, Closing);
            sink.AppendReasoning(text[..sure]);
            return Hold(text[sure..]);
        }

        sink.AppendReasoning(text[..end]);
        sink.CloseReasoning();
        var rest = text[(end + Closing.Length)..];
        Enter(_tag is { IsChannel: true } ? State.Start : TextState);
        return rest;
    }

    private ReadOnlySpan<byte> ReadText(ReadOnlySpan<byte> text, IThinkTagSink sink)
    {
        var (start, tag) = FindOpening(text);
        if (tag is null)
        {
            sink.AppendText(text[..start]);
            return Hold(text[start..]);
        }

        sink.AppendText(text[..start]);
        Open(tag);
        return text[(start + tag.Opening.Length)..];
    }

    private bool MayBecomeTag(ReadOnlySpan<byte> rest)
    {
        foreach (var tag in _tags)
        {
            if (tag.Opening.AsSpan().StartsWith(rest))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the first opening tag; without one, the position at which one may begin.</summary>
    private (int Start, ThinkTag? Tag) FindOpening(ReadOnlySpan<byte> text)
    {
        var (start, found) = (text.Length, (ThinkTag?)null);
        var held = 0;
        foreach (var tag in _tags)
        {
            var at = text.IndexOf(tag.Opening);
            if (at >= 0 && at < start)
            {
                (start, found) = (at, tag);
            }

            held = Math.Max(held, StartLengthAtEnd(text, tag.Opening));
        }

        return found is null ? (text.Length - held, null) : (start, found);
    }

    private static ReadOnlySpan<byte> PassText(ReadOnlySpan<byte> text, IThinkTagSink sink)
    {
        sink.AppendText(text);
        return default;
    }

    private void Open(ThinkTag tag)
    {
        if (tag.Closing.Length > 0)
        {
            Enter(State.Reasoning, tag);
        }
        else
        {
            Enter(TextState);
        }
    }

    private void Enter(State state, ThinkTag? tag = null)
    {
        _state = state;
        _tag = tag;
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

    /// <summary>Returns the length of the longest start of the tag that the text ends with.</summary>
    private static int StartLengthAtEnd(ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag)
    {
        var length = Math.Min(text.Length, tag.Length - 1);
        while (!text.EndsWith(tag[..length]))
        {
            length--;
        }

        return length;
    }

    /// <summary>Returns the text with the white space that was held before it. Valid until the next call.</summary>
    private ReadOnlySpan<byte> AfterBlank(ReadOnlySpan<byte> text)
    {
        if (_blank.WrittenCount == 0)
        {
            return text;
        }

        byte[] whole = [.. _blank.WrittenSpan, .. text];
        _blank.ResetWrittenCount();
        return whole;
    }

    /// <summary>Returns the held text followed by the token.</summary>
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
