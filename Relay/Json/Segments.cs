using System.Buffers;
using System.Text.Json;

namespace Relay.Json;

/// <summary>Joins and writes bytes in segments.</summary>
internal static class Segments
{
    // A shorter value is copied: that costs less than a segment.
    private const int LeastReferred = 4096;

    /// <summary>Returns segments as one sequence.</summary>
    public static ReadOnlySequence<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> segments)
    {
        if (segments.Count <= 1)
        {
            return segments.Count == 0 ? default : new ReadOnlySequence<byte>(segments[0]);
        }

        var first = new Segment(segments[0], 0);
        var last = first;
        for (var i = 1; i < segments.Count; i++)
        {
            last = last.Append(segments[i]);
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>Adds a value that never changes, without a copy if it is large.</summary>
    public static void WriteValue(this IBufferWriter<byte> target, in ReadOnlySequence<byte> value)
    {
        if (value.Length >= LeastReferred && target is IReferringWriter referring)
        {
            referring.Refer(value);
            return;
        }

        foreach (var segment in value)
        {
            target.Write(segment.Span);
        }
    }

    /// <summary>Writes a JSON value that never changes, without a copy if it is large.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="target">The buffer that the writer writes into.</param>
    /// <param name="value">The value as UTF-8 JSON.</param>
    public static void WriteValue(this Utf8JsonWriter json, IBufferWriter<byte> target, in ReadOnlySequence<byte> value)
    {
        if (value.Length < LeastReferred && value.IsSingleSegment)
        {
            json.WriteRawValue(value.FirstSpan, skipInputValidation: true);
            return;
        }

        // The first byte through the writer, which then knows that a value was written.
        json.WriteRawValue(value.FirstSpan[..1], skipInputValidation: true);
        json.Flush();
        target.WriteValue(value.Slice(1));
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long before)
        {
            Memory = memory;
            RunningIndex = before;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
