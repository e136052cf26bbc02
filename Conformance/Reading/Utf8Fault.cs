using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Conformance.Reading;

/// <summary>Finds bytes that are not UTF-8, before decoding hides them behind U+FFFD.</summary>
internal static class Utf8Fault
{
    /// <summary>The offset of the first faulty byte; <see langword="null"/> when there is none.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isCutOff">
    /// Whether the bytes end where the body ends: a character that is only begun there is a cut, not a fault.
    /// </param>
    public static int? Find(ReadOnlySpan<byte> bytes, bool isCutOff)
    {
        if (Utf8.IsValid(bytes))
        {
            return null;
        }

        var at = 0;
        while (at < bytes.Length)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out _, out var length);
            if (status == OperationStatus.NeedMoreData && isCutOff)
            {
                return null;
            }

            if (status != OperationStatus.Done)
            {
                return at;
            }

            at += length;
        }

        return null;
    }
}
