using System.Buffers;
using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Calls;

/// <summary>
/// Takes the text of a custom tool's call out of its arguments while they come (Q27). Only the shape the vendor was told of is read, <c>{"input":"…"}</c> with
/// <c>input</c> first: any other is left to the end, so that nothing goes out that the whole would contradict.
/// </summary>
/// <remarks>
/// Arguments are JSON inside a JSON string. Undoing the outer escapes leaves the text of a JSON string, which is what a delta holds: nothing is unescaped twice.
/// </remarks>
internal sealed class CustomInputStream
{
    private readonly ArrayBufferWriter<byte> _ready = new();
    private readonly SurrogateGuard _surrogates = new();
    private byte[] _escape = [];
    private State _state = State.Before;
    private int _matched;

    private enum State
    {
        /// <summary>Within <c>{"input":"</c>.</summary>
        Before,

        /// <summary>Within the text.</summary>
        Text,

        /// <summary>Behind it.</summary>
        After,

        /// <summary>The arguments have another shape, or are no JSON: whatever is known has been said.</summary>
        Unreadable,
    }

    private static ReadOnlySpan<byte> DeclaredStart => "{\"input\":\""u8;

    /// <summary>Whether the text has begun: from then on it is the input, whatever follows it.</summary>
    public bool HasBegun => _state is State.Text or State.After || Text.Length > 0;

    /// <summary>The text so far, escaped.</summary>
    public EscapedText Text { get; } = new();

    /// <summary>Reads on.</summary>
    /// <returns>What may go out, escaped; empty when nothing may. Valid until the next call.</returns>
    public ReadOnlySpan<byte> Append(ReadOnlySpan<byte> arguments)
    {
        if (_state is State.After or State.Unreadable)
        {
            return default;
        }

        _ready.ResetWrittenCount();
        foreach (var character in JsonText.Unescape(arguments))
        {
            Step(character);
        }

        return Keep(_surrogates.Pass(_ready.WrittenSpan));
    }

    /// <summary>No more arguments: half a character that still waits is let go.</summary>
    public ReadOnlySpan<byte> Finish() => Keep(_surrogates.Finish());

    /// <summary>Takes the whole text of arguments that have another shape.</summary>
    public ReadOnlySpan<byte> SetWhole(string text) => Keep(JsonText.Encode(text));

    private ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> token)
    {
        Text.Append(token);
        return token;
    }

    private void Step(byte character)
    {
        if (_state is State.Before)
        {
            Match(character);
        }
        else if (_state is State.Text)
        {
            Read(character);
        }
    }

    private void Match(byte character)
    {
        if (character == DeclaredStart[_matched])
        {
            _matched++;
            _state = _matched == DeclaredStart.Length ? State.Text : State.Before;
        }
        else if (character is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') || IsInName)
        {
            _state = State.Unreadable;
        }
    }

    private bool IsInName => _matched is > 1 and <= 7;

    private void Read(byte character)
    {
        if (_escape.Length > 0)
        {
            ReadEscape([.. _escape, character]);
        }
        else if (character == '\\')
        {
            _escape = [character];
        }
        else if (character == '"')
        {
            _state = State.After;
        }
        else if (character < ' ')
        {
            _state = State.Unreadable;
        }
        else
        {
            Write([character]);
        }
    }

    private void ReadEscape(byte[] escape)
    {
        _escape = escape;
        var isUnicode = escape[1] == 'u';
        if (isUnicode ? escape.Length > 2 && !char.IsAsciiHexDigit((char)escape[^1]) : "\"\\/bfnrt"u8.IndexOf(escape[1]) < 0)
        {
            _state = State.Unreadable;
        }
        else if (!isUnicode || escape.Length == LoneSurrogates.EscapeLength)
        {
            Write(escape);
            _escape = [];
        }
    }

    private void Write(ReadOnlySpan<byte> token) => _ready.Write(token);
}
