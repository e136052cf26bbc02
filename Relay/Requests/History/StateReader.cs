using System.Text.Json;
using Relay.Contract;
using Relay.Requests.Checking;

namespace Relay.Requests.History;

/// <summary>Reads what a request says about state, before anything is translated.</summary>
internal static class StateReader
{
    public static StateRequest? Read(JsonElement request, out ApiError? problem)
    {
        var check = new RequestCheck();
        var state = new StateRequest(
            check.Text(request, "previous_response_id", ""),
            check.Flag(request, "store", "") ?? true,
            check.Flag(request, "background", "") ?? false,
            References(request));
        if (state is { Background: true, IsStored: false })
        {
            check.Unsupported("background", "A background response must be stored: omit 'store', or set it to true.");
        }

        problem = check.Problem;
        return problem is null ? state : null;
    }

    private static List<string> References(JsonElement request) =>
        RequestCheck.Has(request, "input", out var input) && input.ValueKind == JsonValueKind.Array
            ? [.. input.EnumerateArray().Select(ReferenceOf).OfType<string>()]
            : [];

    /// <summary>What an item refers to, if it is a reference.</summary>
    internal static string? ReferenceOf(JsonElement item) =>
        RequestCheck.IsOfType(item, "item_reference") && item.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
