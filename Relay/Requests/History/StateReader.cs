using System.Text.Json;
using Relay.Contract;
using Relay.Requests.Checking;

namespace Relay.Requests.History;

/// <summary>Reads the members of a request that concern stored state, before the request is translated.</summary>
internal static class StateReader
{
    public static StateRequest? Read(JsonElement request, out ApiError? problem)
    {
        var check = new RequestCheck();
        var state = new StateRequest(
            check.ReadText(request, "previous_response_id", ""),
            check.ReadFlag(request, "store", "") ?? true,
            check.ReadFlag(request, "background", "") ?? false,
            ReadReferences(request));
        if (state is { Background: true, IsStored: false })
        {
            check.ReportUnsupported("background", "A background response must be stored: omit 'store', or set it to true.");
        }

        problem = check.Problem;
        return problem is null ? state : null;
    }

    private static List<string> ReadReferences(JsonElement request) =>
        RequestCheck.TryGet(request, "input", out var input) && input.ValueKind == JsonValueKind.Array
            ? [.. input.EnumerateArray().Select(GetReferencedId).OfType<string>()]
            : [];

    /// <summary>Returns the id that an item refers to; <see langword="null"/> if it is no reference.</summary>
    internal static string? GetReferencedId(JsonElement item) =>
        RequestCheck.IsOfType(item, "item_reference")
            && item.TryGetProperty("id"u8, out var id)
            && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
}
