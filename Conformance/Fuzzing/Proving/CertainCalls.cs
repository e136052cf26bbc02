using System.Text;
using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Fuzzing.Proving;

/// <summary>
/// Joins tool calls as long as no identity is open: an index in every element, one id and one name in the first of each call.
/// </summary>
internal sealed class CertainCalls
{
    private readonly OrderedDictionary<long, OneCall> _calls = [];
    private bool _isOpen;

    /// <summary>Marks the calls as not certain.</summary>
    public void MarkUncertain() => _isOpen = true;

    /// <summary>Adds the elements of one delta.</summary>
    public void AddDeltas(JsonElement elements)
    {
        if (elements.HasValue() && !elements.IsArray())
        {
            _isOpen = true;
        }

        foreach (var element in elements.Elements())
        {
            TakeElement(element);
        }
    }

    /// <summary>Returns the calls; <see langword="null"/> where they are not certain.</summary>
    /// <param name="mayBeEmpty">
    /// Whether arguments that never came are <c>{}</c>; in an answer that was cut they may have been on their way.
    /// </param>
    public IReadOnlyList<ProvenCall>? Read(bool mayBeEmpty)
    {
        var ids = _calls.Values.Select(static call => call.Id).Distinct(StringComparer.Ordinal).Count();
        if (_isOpen || ids != _calls.Count || _calls.Values.Any(call => !call.IsWhole || (!mayBeEmpty && call.Arguments.Length == 0)))
        {
            return null;
        }

        return [.. _calls.Values.Select(static call => new ProvenCall(call.Name, call.Arguments.Length == 0
            ? "{}"
            : call.Arguments.ToString()))];
    }

    private void TakeElement(JsonElement element)
    {
        var function = element.Member("function");
        var id = element.Member("id");
        var name = function.Member("name");
        var arguments = function.Member("arguments");
        if (element.Member("index").Integer() is not { } index
            || (element.Member("type").HasValue() && element.Member("type").Text() != "function")
                || (arguments.HasValue() && arguments.Text() is null))
        {
            _isOpen = true;
            return;
        }

        if (!_calls.TryGetValue(index, out var call))
        {
            _calls[index] = call = new OneCall(id.Text() ?? "", name.Text() ?? "");
            _isOpen |= call.Id.Length == 0 || call.Name.Length == 0 || index != _calls.Count - 1;
        }
        else
        {
            _isOpen |= name.HasValue() || (id.HasValue() && id.Text() != call.Id);
        }

        call.Arguments.Append(arguments.Text());
    }

    private sealed record OneCall(string Id, string Name)
    {
        public StringBuilder Arguments { get; } = new();

        public bool IsWhole
        {
            get
            {
                try
                {
                    return Arguments.Length == 0 || JsonElement.Parse(Arguments.ToString()).ValueKind == JsonValueKind.Object;
                }
                catch (Exception unusable) when (unusable is JsonException or InvalidOperationException)
                {
                    return false;
                }
            }
        }
    }
}
