using System.Globalization;
using System.Text;
using MockUpstream.Varying.Bodies;
using Scenarios.Model;

namespace Conformance.Running.Varying;

/// <summary>The description of a change.</summary>
/// <param name="Offset">The first byte that differs.</param>
/// <param name="Was">The bytes before the change.</param>
/// <param name="Does">The effect of the change, as the end of a sentence.</param>
/// <param name="Now">The bytes after the change.</param>
internal sealed record ChangeWords(int Offset, string Was, string Does, string Now)
{
    private const int MostBytes = 24;

    /// <summary>Describes a change to a body.</summary>
    public static ChangeWords Describe(ScriptedBody body, Change change) => change switch
    {
        BytesChange bytes => Describe(body.Bytes.Span, bytes.Edits[0]),
        CutChange cut => new(
            cut.At,
            Quote(body.Bytes.Span[cut.At..]),
            $" begins another write, behind {Tail(body.Bytes.Span[..cut.At])}",
            "a write ends before it"),
        JoinChange join => new(
            join.At,
            Quote(body.Bytes.Span[join.At..]),
            $" is in one write with what is before it, {Tail(body.Bytes.Span[..join.At])}",
            "no write ends before it"),
        CodingChange coding =>
            new(0, Quote(body.Bytes.Span), $" is compressed with {Name(coding.Coding)}", $"the body compressed with {Name(coding.Coding)}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static ChangeWords Describe(ReadOnlySpan<byte> body, Edit edit)
    {
        var was = body.Slice(edit.Offset, edit.Length);
        var now = edit.Bytes.Span;
        var same = was.CommonPrefixLength(now);
        var offset = edit.Offset + same;
        var left = was[same..];
        var put = now[same..];
        return (left.IsEmpty, put.IsEmpty) switch
        {
            (true, _) => new(offset, offset < body.Length ? Quote(body[offset..]) : "the end", $" has {Quote(put)} before it", Quote(put)),
            (_, true) => new(offset, Quote(left), " is left out", "nothing"),
            _ => new(offset, Quote(left), $" is sent as {Quote(put)}", Quote(put)),
        };
    }

    private static string Name(ContentCoding coding) => coding.ToString().ToLowerInvariant();

    private static string Quote(ReadOnlySpan<byte> bytes) =>
        $"“{Visible(bytes[..Math.Min(MostBytes, bytes.Length)])}{(bytes.Length > MostBytes ? "…" : "")}”";

    private static string Tail(ReadOnlySpan<byte> bytes) =>
        $"“{(bytes.Length > 8 ? "…" : "")}{Visible(bytes[Math.Max(0, bytes.Length - 8)..])}”";

    /// <summary>Bytes as text on one line; half a character as its bytes.</summary>
    private static string Visible(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf8(bytes, out var rune, out var used) == System.Buffers.OperationStatus.Done;
            if (!isWhole)
            {
                foreach (var odd in bytes[..used])
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\x{odd:X2}");
                }
            }
            else
            {
                text.Append(rune.Value switch
                {
                    '\n' => "␊",
                    '\r' => "␍",
                    0xFEFF => "<BOM>",
                    < 0x20 or 0x7F => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
                    _ => rune.ToString(),
                });
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }
}
