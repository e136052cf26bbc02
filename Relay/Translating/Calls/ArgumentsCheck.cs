using System.Buffers;
using System.Text.Json;

namespace Relay.Translating.Calls;

/// <summary>Specifies the kinds of arguments of a call.</summary>
internal enum ArgumentsKind
{
    /// <summary>Empty, or only white space.</summary>
    Empty,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A JSON string that contains an object: encoded twice (Q44).</summary>
    EncodedObject,

    /// <summary>Another JSON value.</summary>
    OtherValue,

    /// <summary>Not JSON: cut off, or never complete.</summary>
    Broken,
}

/// <summary>Decides whether the arguments of a call are complete. Only a parser can (V26).</summary>
internal static class ArgumentsCheck
{
    /// <summary>Classifies arguments in the form of an event's member: a JSON string with its quotes.</summary>
    public static ArgumentsKind Classify(ReadOnlySpan<byte> quoted)
    {
        var reader = new Utf8JsonReader(quoted);
        reader.Read();
        return ClassifyString(ref reader, mayBeEncoded: true);
    }

    private static ArgumentsKind ClassifyString(ref Utf8JsonReader reader, bool mayBeEncoded)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, reader.ValueSpan.Length));
        try
        {
            var length = reader.CopyString(buffer);
            return ClassifyJson(buffer.AsSpan(0, length), mayBeEncoded);
        }
        catch (JsonException)
        {
            return ArgumentsKind.Broken;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair inside a string inside the arguments.
            return ArgumentsKind.Broken;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ArgumentsKind ClassifyJson(ReadOnlySpan<byte> json, bool mayBeEncoded)
    {
        if (json.Trim(" \t\r\n"u8).IsEmpty)
        {
            return ArgumentsKind.Empty;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4096 });
        reader.Read();
        var kind = reader.TokenType switch
        {
            JsonTokenType.StartObject => ArgumentsKind.Object,
            JsonTokenType.String when mayBeEncoded && ClassifyString(ref reader, mayBeEncoded: false) is ArgumentsKind.Object =>
                ArgumentsKind.EncodedObject,
            _ => ArgumentsKind.OtherValue,
        };
        while (reader.Read())
        {
        }

        return kind;
    }
}
