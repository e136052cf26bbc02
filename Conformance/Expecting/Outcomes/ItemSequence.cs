using System.Text.Json;
using Conformance.Expecting.Patterns;

namespace Conformance.Expecting.Outcomes;

/// <summary>
/// Two lists of items made comparable: without reasoning, which may be hidden, and with messages joined that only reasoning parted.
/// </summary>
internal sealed record ItemSequence(IReadOnlyList<ExpectedItem> Expected, IReadOnlyList<ReceivedItem> Received)
{
    /// <summary>Makes the lists of a case and of an answer comparable.</summary>
    public static ItemSequence Create(IReadOnlyList<ExpectedItem> expected, IReadOnlyList<ReceivedItem> received)
    {
        var joined = Join(expected);
        return new ItemSequence(
            joined, Join(received, [.. joined.Select(item => item.Type)], expected.Count(item => item.IsMessage || item.Type.Length == 0)));
    }

    public bool HasSameTypes => Expected.Count == Received.Count
        && Expected.Zip(Received).All(pair => pair.First.Type.Length == 0 || pair.First.Type == pair.Second.Type);

    public string ExpectedTypes => Words(Expected.Select(item => item.Type));

    public string ReceivedTypes => Words(Received.Select(item => item.Type));

    public ItemSequence WithoutLast() => this with { Expected = [.. Expected.SkipLast(1)] };

    private static string Words(IEnumerable<string> types) => string.Join(", ", types) is { Length: > 0 } words ? words : "no items";

    private static List<ExpectedItem> Join(IReadOnlyList<ExpectedItem> items)
    {
        var joined = new List<ExpectedItem>();
        foreach (var item in items.Where(item => !item.IsReasoning))
        {
            if (item.IsMessage && joined is [.., { IsMessage: true } before])
            {
                joined[^1] = before with
                {
                    Text = Text(before.Text, item.Text),
                    Refusal = Text(before.Refusal, item.Refusal),
                    Patterns = [.. before.Patterns, .. item.Patterns],
                    Annotations = [.. before.Annotations, .. item.Annotations],
                };
            }
            else
            {
                joined.Add(item);
            }
        }

        return joined;
    }

    /// <summary>Items of types that the case does not name are a relay's own; more messages than the case has are not joined.</summary>
    private static List<ReceivedItem> Join(IReadOnlyList<ReceivedItem> items, IReadOnlyList<string> types, int messages)
    {
        var joined = new List<ReceivedItem>();
        var mayJoin = items.Count(item => item.IsMessage) <= messages;
        foreach (var item in items.Where(item => item.IsMessage || item.IsCall || (!item.IsReasoning && types.Contains(item.Type))))
        {
            if (mayJoin && item.IsMessage && joined is [.., { IsMessage: true } before])
            {
                joined[^1] = before with { Text = before.Text + item.Text, Refusal = before.Refusal + item.Refusal };
            }
            else
            {
                joined.Add(item);
            }
        }

        return joined;
    }

    private static JsonElement? Text(JsonElement? left, JsonElement? right) => (left, right) switch
    {
        ({ ValueKind: JsonValueKind.String } one, { ValueKind: JsonValueKind.String } other) =>
            JsonSerializer.SerializeToElement(one.GetString() + other.GetString(), JsonFormat.Relaxed),
        (null, var only) => only,
        (var only, null) => only,
        _ => null,
    };
}
