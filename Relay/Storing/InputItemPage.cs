using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;

namespace Relay.Storing;

/// <summary>Represents one page of a list of items.</summary>
/// <param name="Limit">The maximum number of items.</param>
/// <param name="Ascending">Whether the first item comes first instead of the last one.</param>
/// <param name="After">The item before the first one of the page.</param>
/// <param name="Before">The item after the last one of the page.</param>
internal sealed record InputItemPage(int Limit, bool Ascending, string? After, string? Before)
{
    private const int Most = 100;

    public static InputItemPage? Read(IQueryCollection query, out ApiError? problem)
    {
        var limit = query["limit"].ToString();
        var order = query["order"].ToString();
        var number = 20;
        problem = null;
        if (limit.Length > 0
            && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number is < 1 or > Most))
        {
            problem = ApiError.InvalidRequest("invalid_value", $"Invalid value for 'limit': expected a number from 1 to {Most}.", "limit");
        }
        else if (order is not ("" or "asc" or "desc"))
        {
            problem = ApiError.InvalidRequest("invalid_value", "Invalid value for 'order': expected asc or desc.", "order");
        }

        return problem is null ? new InputItemPage(number, order == "asc", NotEmpty(query["after"]), NotEmpty(query["before"])) : null;
    }

    /// <summary>Writes the page of a JSON array of items.</summary>
    public ReadOnlyMemory<byte>? Write(ReadOnlyMemory<byte> input, out ApiError? problem)
    {
        var items = ResponseJson.Parse(input).EnumerateArray().ToList();
        if (!Ascending)
        {
            items.Reverse();
        }

        var first = After is null ? 0 : Find(items, After) + 1;
        var end = Before is null ? items.Count : Find(items, Before);
        problem = After is not null && first == 0 ? Unknown("after") : end < 0 ? Unknown("before") : null;
        if (problem is not null)
        {
            return null;
        }

        // With only <c>before</c> the page contains the nearest items.
        var count = Math.Max(Math.Min(Limit, end - first), 0);
        var start = Before is not null && After is null ? end - count : first;
        return Write(items.GetRange(start, count), hasMore: count < end - first);
    }

    private static ReadOnlyMemory<byte> Write(List<JsonElement> page, bool hasMore)
    {
        var list = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(list, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            page.ForEach(item => item.WriteTo(json));
            json.WriteEndArray();
            json.WriteString("first_id"u8, page.Count > 0 ? ResponseJson.IdOf(page[0]) : null);
            json.WriteString("last_id"u8, page.Count > 0 ? ResponseJson.IdOf(page[^1]) : null);
            json.WriteBoolean("has_more"u8, hasMore);
            json.WriteEndObject();
        }

        return list.WrittenMemory;
    }

    private static int Find(List<JsonElement> items, string id) => items.FindIndex(item => ResponseJson.IdOf(item) == id);

    private static ApiError Unknown(string param) =>
        ApiError.InvalidRequest("invalid_value", $"Invalid value for '{param}': the response has no such input item.", param);

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
