using System.Globalization;
using System.Text.Json;
using Conformance.Clients.Views;
using Conformance.Reading;

namespace Conformance.Clients;

/// <summary>Assembles an answer from its events. An event that belongs to no known item opens one; nothing is refused.</summary>
internal sealed class AnswerReader
{
    private readonly List<AnswerItem> _items = [];
    private readonly Dictionary<string, AnswerItem> _byPlace = new(StringComparer.Ordinal);
    private string? _status;
    private JsonElement _response;
    private JsonElement _error;

    public void AddEvent(string type, JsonElement json)
    {
        switch (type)
        {
            case "response.completed" or "response.incomplete" or "response.failed":
                _status = type["response.".Length..];
                _response = json.Member("response");
                break;
            case "error":
                _error = json;
                break;
            case "response.output_item.added" or "response.output_item.done":
                GetItem(json.Member("output_index"), json.Member("item").Member("id")).TakeWhole(type, json.Member("item"));
                break;
            default:
                if (json.Member("item_id").IsPresent() || json.Member("output_index").IsPresent())
                {
                    GetItem(json.Member("output_index"), json.Member("item_id")).AddEvent(type, json);
                }

                break;
        }
    }

    /// <summary>Adds a response that arrived as one JSON body.</summary>
    public void TakeBody(JsonElement response)
    {
        _response = response;
        _status = response.Member("status").Text();
    }

    public AnswerContent CreateContent(int httpStatus)
    {
        TakeFinalOutput(_response.Member("output").Elements());
        var error = _response.Member("error").IsObject()
            ? _response.Member("error")
            : _error.Member("error").IsObject() ? _error.Member("error") : _error;
        return new AnswerContent
        {
            HttpStatus = httpStatus,
            Status = _status ?? (_error.IsPresent() ? "failed" : null),
            Reason = _response.Member("incomplete_details").Member("reason").Text() ?? "",
            Trouble = error.Member("message").Text() ?? "",
            Code = error.Member("code").Text() ?? "",
            Items = [.. _items.Where(static item => item.Type.Length > 0)],
            Usage = _response.Member("usage").IsObject() ? _response.Member("usage") : default,
        };
    }

    /// <summary>Returns the item by its index, or by its id if an event has no index.</summary>
    private AnswerItem GetItem(JsonElement index, JsonElement id)
    {
        var place = index.Integer() is { } number ? "#" + number.ToString(CultureInfo.InvariantCulture) : "id " + id.Text();
        if (!_byPlace.TryGetValue(place, out var item))
        {
            _items.Add(item = _byPlace[place] = new AnswerItem());
        }

        return item;
    }

    /// <summary>
    /// Adds the items of the final response to the streamed items of the same id, otherwise to the next of the same type whose id occurs
    /// only once.
    /// </summary>
    private void TakeFinalOutput(IReadOnlyList<JsonElement> output)
    {
        var byId = _items.Where(static item => item.Id is not null)
            .DistinctBy(static item => item.Id)
            .ToDictionary(static item => item.Id!, StringComparer.Ordinal);
        var taken = new HashSet<AnswerItem>();
        foreach (var item in output.Where(item => byId.ContainsKey(item.Member("id").Text() ?? "")))
        {
            taken.Add(byId[item.Member("id").Text()!]);
        }

        var left = _items.Where(item => !taken.Contains(item))
            .GroupBy(static item => item.Type, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => new Queue<AnswerItem>(group), StringComparer.Ordinal);
        foreach (var item in output)
        {
            if (!byId.TryGetValue(item.Member("id").Text() ?? "", out var streamed)
                && !(left.TryGetValue(item.ReadType(), out var waiting) && waiting.TryDequeue(out streamed)))
            {
                _items.Add(streamed = new AnswerItem());
            }

            streamed.TakeWhole("response.output", item);
        }
    }
}
