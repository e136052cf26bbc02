using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Relay.Storing;

/// <summary>Packs folded events for a store: what repeats is folded away, the rest is compressed.</summary>
internal static class EventParts
{
    private const int HeadSize = sizeof(int);

    // More effort would find little.
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

    /// <summary>The events of a part, as they were made.</summary>
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
