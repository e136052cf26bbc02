using System.Text.Json;

namespace MockUpstream.Varying.Bodies;

/// <summary>The objects that the chat format defines.</summary>
internal enum ChunkPart
{
    Chunk,
    Choice,
    Delta,
    Call,
    Function,
    Usage,
    UsageDetails,
}

/// <summary>
/// Finds the objects of a chunk whose members the chat format defines. The values that a model or a vendor chose are not searched.
/// </summary>
internal static class ChunkObjects
{
    private const string Details = "_tokens_details";

    /// <summary>Returns the objects, outer ones first; none for an error.</summary>
    public static IEnumerable<(ChunkPart Part, JsonSpan Object)> Find(JsonSpan chunk)
    {
        if (chunk["error"] is { Kind: not JsonValueKind.Null })
        {
            return [];
        }

        return
        [
            (ChunkPart.Chunk, chunk),
            .. (chunk["choices"]?.Elements ?? []).Where(static choice => choice.IsObject).SelectMany(FindInChoice),
            .. FindInUsage(chunk["usage"]),
        ];
    }

    /// <summary>Returns whether a choice of the chunk has a finish reason.</summary>
    public static bool HasFinishReason(JsonSpan chunk) =>
        chunk["choices"]?.Elements.Any(static choice =>
            choice.IsObject && choice["finish_reason"] is { Kind: JsonValueKind.String } reason && reason.End - reason.Start > 2)
            ?? false;

    private static IEnumerable<(ChunkPart, JsonSpan)> FindInChoice(JsonSpan choice) =>
        [(ChunkPart.Choice, choice), .. choice["delta"] is { IsObject: true } delta ? FindInDelta(delta) : []];

    private static IEnumerable<(ChunkPart, JsonSpan)> FindInDelta(JsonSpan delta) =>
    [
        (ChunkPart.Delta, delta),
        .. (delta["tool_calls"]?.Elements ?? []).Where(static call => call.IsObject).SelectMany(FindInCall),
        .. FindInFunction(delta["function_call"]),
    ];

    private static IEnumerable<(ChunkPart, JsonSpan)> FindInCall(JsonSpan call) =>
        [(ChunkPart.Call, call), .. FindInFunction(call["function"])];

    private static IEnumerable<(ChunkPart, JsonSpan)> FindInFunction(JsonSpan? function) =>
        function is { IsObject: true } ? [(ChunkPart.Function, function)] : [];

    private static IEnumerable<(ChunkPart, JsonSpan)> FindInUsage(JsonSpan? usage) => usage is not { IsObject: true }
        ? []
        :
        [
            (ChunkPart.Usage, usage),
            .. usage.Members
                .Where(static member => member.Value.IsObject && member.Name.EndsWith(Details, StringComparison.Ordinal))
                .Select(static member => (ChunkPart.UsageDetails, member.Value)),
        ];
}
