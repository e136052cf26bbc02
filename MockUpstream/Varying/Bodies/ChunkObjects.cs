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
/// Finds the objects of a chunk whose members the chat format defines. What a model or a vendor put into them is not walked.
/// </summary>
internal static class ChunkObjects
{
    private const string Details = "_tokens_details";

    /// <summary>Returns the objects, outer ones first; none for an error.</summary>
    public static IEnumerable<(ChunkPart Part, JsonSpan Object)> Of(JsonSpan chunk)
    {
        if (chunk["error"] is { Kind: not JsonValueKind.Null })
        {
            return [];
        }

        return
        [
            (ChunkPart.Chunk, chunk),
            .. (chunk["choices"]?.Elements ?? []).Where(static choice => choice.IsObject).SelectMany(Choice),
            .. Usage(chunk["usage"]),
        ];
    }

    /// <summary>Whether a choice of the chunk says that it is finished.</summary>
    public static bool Finishes(JsonSpan chunk) =>
        chunk["choices"]?.Elements.Any(static choice =>
            choice.IsObject && choice["finish_reason"] is { Kind: JsonValueKind.String } reason && reason.End - reason.Start > 2)
            ?? false;

    private static IEnumerable<(ChunkPart, JsonSpan)> Choice(JsonSpan choice) =>
        [(ChunkPart.Choice, choice), .. choice["delta"] is { IsObject: true } delta ? Delta(delta) : []];

    private static IEnumerable<(ChunkPart, JsonSpan)> Delta(JsonSpan delta) =>
    [
        (ChunkPart.Delta, delta),
        .. (delta["tool_calls"]?.Elements ?? []).Where(static call => call.IsObject).SelectMany(Call),
        .. Function(delta["function_call"]),
    ];

    private static IEnumerable<(ChunkPart, JsonSpan)> Call(JsonSpan call) => [(ChunkPart.Call, call), .. Function(call["function"])];

    private static IEnumerable<(ChunkPart, JsonSpan)> Function(JsonSpan? function) =>
        function is { IsObject: true } ? [(ChunkPart.Function, function)] : [];

    private static IEnumerable<(ChunkPart, JsonSpan)> Usage(JsonSpan? usage) => usage is not { IsObject: true }
        ? []
        :
        [
            (ChunkPart.Usage, usage),
            .. usage.Members
                .Where(static member => member.Value.IsObject && member.Name.EndsWith(Details, StringComparison.Ordinal))
                .Select(static member => (ChunkPart.UsageDetails, member.Value)),
        ];
}
