using System.Buffers.Text;

namespace Relay.Storing;

/// <summary>
/// Represents an event in the pieces by which it is encoded: the start that all events of its type share, its number, and the rest.
/// </summary>
/// <remarks>An event without a number, or with one in an unusual form, has only a rest.</remarks>
internal readonly ref struct FoldedEvent
{
    private static ReadOnlySpan<byte> NumberMember => "\"sequence_number\":"u8;

    private FoldedEvent(ReadOnlySpan<byte> head, long number, ReadOnlySpan<byte> rest)
    {
        Head = head;
        Number = number;
        Rest = rest;
    }

    /// <summary>The bytes up to the number; empty if there is none.</summary>
    public ReadOnlySpan<byte> Head { get; }

    public long Number { get; }

    public ReadOnlySpan<byte> Rest { get; }

    public static FoldedEvent Split(ReadOnlySpan<byte> frame)
    {
        var member = frame.IndexOf(NumberMember);
        if (member < 0)
        {
            return new FoldedEvent([], 0, frame);
        }

        var head = frame[..(member + NumberMember.Length)];
        var digits = frame[head.Length..];
        return Utf8Parser.TryParse(digits, out long number, out var length) && IsPlain(digits[..length])
            ? new FoldedEvent(head, number, digits[length..])
            : new FoldedEvent([], 0, frame);
    }

    private static bool IsPlain(ReadOnlySpan<byte> digits) => digits[0] is >= (byte)'1' and <= (byte)'9' || digits.SequenceEqual("0"u8);
}
