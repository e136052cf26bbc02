using System.Buffers;
using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Calls;

/// <summary>
/// Extracts the input of a custom tool's call from its arguments while they arrive (Q27). Only the declared shape <c>{"input":"…"}</c> with
/// <c>input</c> first is streamed. Any other shape waits for the end, so that no delta contradicts the final input.
/// </summary>
/// <remarks>
/// Arguments are JSON inside a JSON string. Removing the outer escapes leaves the text of a JSON string, which is the form of a delta:
/// nothing is unescaped twice.
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
        /// <summary>Inside <c>{"input":"</c>.</summary>
        Before,

        /// <summary>Inside the input.</summary>
        Text,

        /// <summary>After the input.</summary>
        After,

        /// <summary>The arguments have another shape, or are not JSON; no more can be streamed.</summary>
        Unreadable,
    }

    private static ReadOnlySpan<byte> DeclaredStart => "{\"input\":\""u8;

    /// <summary>Whether the input has begun. From then on the streamed text is the input, whatever follows.</summary>
    public bool HasBegun => _state is State.Text or State.After || Text.Length > 0;

    /// <summary>The input so far, escaped.</summary>
    public EscapedText Text { get; } = new();

    /// <summary>Appends arguments.</summary>
    /// <returns>The input to send, escaped; may be empty. Valid until the next call.</returns>
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

    /// <summary>Ends the arguments and returns half a surrogate pair that was held back, as a replacement character.</summary>
    public ReadOnlySpan<byte> Finish() => Keep(_surrogates.Finish());

    /// <summary>Sets the input from complete arguments of another shape.</summary>
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
