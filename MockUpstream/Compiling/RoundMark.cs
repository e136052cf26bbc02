using System.Globalization;
using System.Text;

namespace MockUpstream.Compiling;

/// <summary>The mark <c>{{i}}</c>, which stands for the round of the innermost repeat.</summary>
internal static class RoundMark
{
    private const string Mark = "{{i}}";

    private static ReadOnlySpan<byte> MarkBytes => "{{i}}"u8;

    public static bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf(MarkBytes) >= 0;

    /// <summary>Inserts the count of the repeat; text outside a repeat is returned unchanged.</summary>
    public static string InsertRound(string text, int? round) =>
        round is { } number ? text.Replace(Mark, number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : text;

    public static byte[] InsertRound(ReadOnlySpan<byte> bytes, int round)
    {
        var digits = Encoding.ASCII.GetBytes(round.ToString(CultureInfo.InvariantCulture));
        var result = new MemoryStream(bytes.Length);
        for (var mark = bytes.IndexOf(MarkBytes); mark >= 0; mark = bytes.IndexOf(MarkBytes))
        {
            result.Write(bytes[..mark]);
            result.Write(digits);
            bytes = bytes[(mark + MarkBytes.Length)..];
        }

        result.Write(bytes);
        return result.ToArray();
    }
}
