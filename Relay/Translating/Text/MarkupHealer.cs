using System.Buffers;
using System.Text.Json;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>
/// Finds calls that a model wrote into its text as markup (Q45). Held back is what could begin a block, with the white space before it, and a block until it
/// is whole. A block that turns out to be none is text, as it came.
/// </summary>
internal sealed class MarkupHealer
{
    private const int LongestName = 128;

    private readonly MarkupForm[] _forms;
    private readonly MarkupReader _reader;
    private readonly ArrayBufferWriter<byte> _held = new();
    private MarkupForm? _form;
    private JsonTextScanner _json;
    private int _inside;
    private int _searched;
    private bool _skipsBlank;
    private int _calls;

    private MarkupHealer(MarkupForm[] forms, MarkupReader reader)
    {
        _forms = forms;
        _reader = reader;
    }

    /// <summary>A healer, if the policy wants one and there are tools that could be called.</summary>
    public static MarkupHealer? Create(HealMarkup policy, ResponseEcho echo) =>
        policy is HealMarkup.Off || echo.DeclaredTools.Count == 0
            ? null
            : new MarkupHealer(MarkupForm.GetForms(policy), new MarkupReader(echo.DeclaredTools, new ToolSchemas(echo)));

    public void Feed(ReadOnlySpan<byte> token, IMarkupSink sink)
    {
        _held.Write(token);
        while (_form is null ? Search(sink) : Continue(sink))
        {
            // Each round deals with a text before a block, or with a block.
        }
    }

    /// <summary>No more text: a block that lacks its end counts if it is whole, the rest is what it seems to be.</summary>
    public void Flush(IMarkupSink sink)
    {
        if (_form is not null && !TryHeal(_held.WrittenSpan[_inside..], sink))
        {
            _form = null;
        }
        else if (_form is not null)
        {
            SkipBlock(_held.WrittenCount);
        }

        if (!_skipsBlank || !JsonText.IsBlank(_held.WrittenSpan))
        {
            sink.AppendText(_held.WrittenSpan);
        }

        _held.ResetWrittenCount();
        _skipsBlank = false;
    }

    /// <summary>Looks for the beginning of a block; what cannot be one goes on as text.</summary>
    private bool Search(IMarkupSink sink)
    {
        var text = _held.WrittenSpan;
        var (at, form) = FindEarliest(text);
        if (form is null)
        {
            Release(at - BlankLengthBefore(text, at), sink);
            return false;
        }

        var before = at - BlankLengthBefore(text, at);
        var length = at - before + form.Opening.Length;
        Release(before, sink);
        _form = form;
        _inside = length;
        _searched = length;
        _json = default;
        return true;
    }

    /// <summary>Looks for the end of the block.</summary>
    private bool Continue(IMarkupSink sink)
    {
        var text = _held.WrittenSpan;
        if (IsNoBlock(text[_inside..]))
        {
            return TreatAsText(sink);
        }

        var at = text[_searched..].IndexOf(_form!.Closing);
        if (at < 0)
        {
            _searched = Math.Max(_searched, text.Length - _form.Closing.Length + 1);
            return false;
        }

        var end = _searched + at;
        if (TryHeal(text[_inside..end], sink))
        {
            SkipBlock(end + _form.Closing.Length);
            return true;
        }

        // The end may stand within a text of the arguments.
        var isUnfinished = text[(_inside + JsonText.BlankLength(text[_inside..]))..].StartsWith("{"u8) && !_json.LooksComplete(text[_inside..end]);
        _searched = end + _form.Closing.Length;
        return isUnfinished || TreatAsText(sink);
    }

    private bool IsNoBlock(ReadOnlySpan<byte> inside)
    {
        var rest = inside[JsonText.BlankLength(inside)..];
        if (_form!.First.Length > 0)
        {
            return !rest.IsEmpty && !_form.First.Contains((char)rest[0], StringComparison.Ordinal);
        }

        var end = inside.IndexOf((byte)'>');
        return end < 0 ? inside.Length > LongestName : !_reader.IsDeclared(JsonText.Decode(inside[..end]).Trim());
    }

    /// <summary>What looked like the beginning of a block is text; behind it another may begin.</summary>
    private bool TreatAsText(IMarkupSink sink)
    {
        _form = null;
        Release(_inside, sink);
        return true;
    }

    private bool TryHeal(ReadOnlySpan<byte> inside, IMarkupSink sink)
    {
        if (_form!.Read(JsonText.Decode(inside), _reader) is not { } calls)
        {
            return false;
        }

        foreach (var call in calls)
        {
            AddCall(call, sink);
        }

        return true;
    }

    /// <summary>Each call has an index that no vendor uses, so that none is taken for another.</summary>
    private void AddCall(MarkupCall call, IMarkupSink sink)
    {
        byte[] payload = [.. JsonText.Encode(call.Name), .. JsonText.Encode(call.Arguments)];
        var nameLength = JsonText.Encode(call.Name).Length;
        var name = new JsonSlice(JsonTokenType.String, 0, nameLength);
        var arguments = new JsonSlice(JsonTokenType.String, nameLength, payload.Length - nameLength);
        sink.AddCall(new ToolCallDelta(int.MaxValue - _calls++, default, name, arguments), payload);
    }

    /// <summary>Lets go of text, all but the white space behind a block.</summary>
    private void Release(int length, IMarkupSink sink)
    {
        var text = _held.WrittenSpan[..length];
        var blank = _skipsBlank ? JsonText.BlankLength(text) : 0;
        _skipsBlank &= blank == text.Length;
        sink.AppendText(text[blank..]);
        KeepFrom(length);
    }

    private void SkipBlock(int length)
    {
        _form = null;
        _skipsBlank = true;
        KeepFrom(length);
    }

    private void KeepFrom(int from)
    {
        var rest = _held.WrittenSpan[from..].ToArray();
        _held.ResetWrittenCount();
        _held.Write(rest);
    }

    /// <summary>Where the first block begins; without one, where something begins that could become one.</summary>
    private (int At, MarkupForm? Form) FindEarliest(ReadOnlySpan<byte> text)
    {
        (int At, MarkupForm? Form) first = (text.Length, null);
        foreach (var form in _forms)
        {
            if (text.IndexOf(form.Opening) is var at and >= 0 && at < first.At)
            {
                first = (at, form);
            }
        }

        return first.Form is not null ? first : (text.Length - LongestStartAtEnd(text), null);
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

    private static int BlankLengthBefore(ReadOnlySpan<byte> text, int end)
    {
        var length = 0;
        while (BlankAtEnd(text[..(end - length)]) is var blank and > 0)
        {
            length += blank;
        }

        return length;
    }

    /// <summary>The length of the white space that ends the text: a blank, or an escape whose backslash is not itself escaped.</summary>
    private static int BlankAtEnd(ReadOnlySpan<byte> text)
    {
        if (text.EndsWith(" "u8))
        {
            return 1;
        }

        if (text is not [.., (byte)'\\', (byte)'n' or (byte)'r' or (byte)'t'])
        {
            return 0;
        }

        var backslashes = text.Length - 1 - (text[..^1].LastIndexOfAnyExcept((byte)'\\') + 1);
        return backslashes % 2 == 1 ? 2 : 0;
    }
}
