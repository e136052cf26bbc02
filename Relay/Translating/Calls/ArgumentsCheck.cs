using System.Buffers;
using System.Text.Json;

namespace Relay.Translating.Calls;

/// <summary>What the arguments of a call are.</summary>
internal enum ArgumentsKind
{
    /// <summary>Nothing, or white space.</summary>
    Empty,

    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A JSON string that holds an object: encoded twice (Q44).</summary>
    EncodedObject,

    /// <summary>Another JSON value.</summary>
    OtherValue,

    /// <summary>No JSON: cut off, or never whole.</summary>
    Broken,
}

/// <summary>Tells whether a call may be handed on: only a parser can (V26).</summary>
internal static class ArgumentsCheck
{
    /// <summary>Looks at arguments as they stand in an event: a JSON string with its quotes.</summary>
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
            // Half a character inside a string inside the arguments.
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
            JsonTokenType.String when mayBeEncoded && ClassifyString(ref reader, mayBeEncoded: false) is ArgumentsKind.Object => ArgumentsKind.EncodedObject,
            _ => ArgumentsKind.OtherValue,
        };
        while (reader.Read())
        {
        }

        return kind;
    }
}
