using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Relay.Storing;

/// <summary>Encodes folded events for a store: Brotli compresses what folding left.</summary>
internal static class EventParts
{
    private const int HeadSize = sizeof(int);

    // A higher level would hardly reduce the size.
    private const int Quality = 1;
    private const int Window = 18;

    public static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> folded)
    {
        var packed = ArrayPool<byte>.Shared.Rent(HeadSize + BrotliEncoder.GetMaxCompressedLength(folded.Length));
        try
        {
            BinaryPrimitives.WriteInt32LittleEndian(packed, folded.Length);
            if (!BrotliEncoder.TryCompress(folded, packed.AsSpan(HeadSize), out var length, Quality, Window))
            {
                throw new InvalidOperationException("The room for the worst case was too small.");
            }

            return packed.AsSpan(0, HeadSize + length).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>Returns the events of a part with their original bytes.</summary>
    public static ReadOnlyMemory<byte> Unpack(ReadOnlySpan<byte> part)
    {
        var folded = new byte[BinaryPrimitives.ReadInt32LittleEndian(part)];
        if (!BrotliDecoder.TryDecompress(part[HeadSize..], folded, out var length) || length != folded.Length)
        {
            throw new InvalidDataException("A stored part of a stream is damaged.");
        }

        var events = new ArrayBufferWriter<byte>();
        EventUnfolder.Unfold(folded, events);
        return events.WrittenMemory;
    }
}
