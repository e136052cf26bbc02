using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Cuts the bytes of a step into writes and decides what the mock waits for after each.</summary>
internal sealed class PieceMaker(Wire wire)
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Whether a byte order mark precedes the first byte.</summary>
    public bool Marks => wire.Bom;

    /// <summary>Returns the split that a step asks for itself, or through the usage that rides on it.</summary>
    public static Split? SplitOf(SendingStep step, UsageStep? rider) => step.Split ?? rider?.Split;

    /// <summary>Returns the writes of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="bytes">All its bytes.</param>
    /// <param name="split">The places where the step is cut; <see langword="null"/> for those of the wire.</param>
    /// <param name="marked">Whether a byte order mark precedes the bytes.</param>
    public WritePiece[] Make(UpstreamStep step, byte[] bytes, Split? split, bool marked)
    {
        var pastHttp = step is TcpStep;
        split ??= pastHttp ? null : wire.Split;
        var (sent, before) = marked && !pastHttp ? ([.. ByteOrderMark, .. bytes], ByteOrderMark.Length) : (bytes, 0);

        // Characters are found in the text alone; every other cut of a compressed body falls on its compressed bytes.
        if (wire.Coding is not null && !pastHttp && split is { Chars: false })
        {
            return sent.Length == 0 ? [] : [new WritePiece(step, sent) { Settle = wire.Settle, Split = split }];
        }

        ReadOnlyMemory<byte>[] parts = [.. ByteCutter.Cut(sent, split, before)];
        return [.. parts.Select((part, index) =>
            new WritePiece(step, part) { PastHttp = pastHttp, Settle = wire.Settle ?? (index + 1 < parts.Length ? Settle.Read : null) })];
    }
}
