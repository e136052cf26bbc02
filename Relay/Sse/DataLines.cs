using System.Text.Json;
using Relay.Json;

namespace Relay.Sse;

/// <summary>
/// Cuts the data lines of one event into payloads. One JSON value over several lines is one payload (Q141); values that follow each other,
/// because their blank lines are missing, are one payload each.
/// </summary>
internal static class DataLines
{
    /// <summary>
    /// Returns the length of the first payload: a JSON value, or else everything up to the next line that starts with a brace, and to the
    /// end if there is none.
    /// </summary>
    public static int LengthOfFirst(ReadOnlySpan<byte> lines)
    {
        var length = LengthOfValue(lines, out var failedAt);
        return length > 0 ? length : LengthOfUnreadable(lines, failedAt);
    }

    /// <summary>Returns whether the lines are whole JSON values and nothing else.</summary>
    public static bool AreValues(ReadOnlySpan<byte> lines)
    {
        var rest = lines.Trim("\n "u8);
        while (!rest.IsEmpty)
        {
            var length = LengthOfValue(rest, out _);
            if (length == 0)
            {
                return false;
            }

            rest = rest[length..].TrimStart("\n "u8);
        }

        return true;
    }

    /// <summary>Returns the length of the JSON value at the start, up to the end of its line; 0 if there is none.</summary>
    private static int LengthOfValue(ReadOnlySpan<byte> lines, out int failedAt)
    {
        var reader = new Utf8JsonReader(lines, isFinalBlock: false, new JsonReaderState(VendorJsonOptions.Reader));
        try
        {
            if (reader.Read() && reader.TrySkip() && reader.TokenType is not JsonTokenType.Number)
            {
                var end = (int)reader.BytesConsumed;
                var line = lines[end..].IndexOf((byte)'\n');
                failedAt = end;
                return line >= 0 && lines[end..(end + line)].Trim((byte)' ').IsEmpty ? end + line
                    : line < 0 && lines[end..].Trim((byte)' ').IsEmpty ? lines.Length
                    : 0;
            }

            failedAt = lines.Length;
        }
        catch (JsonException)
        {
            failedAt = (int)reader.BytesConsumed;
        }

        return 0;
    }

    private static int LengthOfUnreadable(ReadOnlySpan<byte> lines, int failedAt)
    {
        var next = lines[failedAt..].IndexOf("\n{"u8);
        return next < 0 ? lines.Length : failedAt + next;
    }
}
