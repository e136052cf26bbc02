using System.Net.ServerSentEvents;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MockUpstream.Compiling;
using MockUpstream.Varying;
using MockUpstream.Varying.Bodies;
using NUnit.Framework;
using Scenarios.Model;

namespace MockUpstream.Tests.Varying;

/// <summary>
/// Every variation of every case of the repository, change by change: a reader that has no line in common with the mock finds the same
/// chunks. The reader is the runtime's own.
/// </summary>
internal sealed partial class MeaningTests
{
    private const string Model = "rc-model";

    // Beyond so many changes only some of the rows of changes are read; each row is read from its first change on.
    private const int MostRows = 20;

    private static IEnumerable<Variation> Variations() => VariationCatalog.All;

    private static IEnumerable<(Scenario Scenario, Exchange Exchange)> Exchanges(string word) =>
        from scenario in Repository.Catalog.Scenarios
        where scenario.Vary?.Contains(word, StringComparer.Ordinal) ?? VariationFit.FitsByItself(scenario, word)
        from turn in scenario.Turns
        from exchange in turn.Upstream
        select (scenario, exchange);

    [TestCaseSource(nameof(Variations))]
    public void A_variation_means_the_same_after_each_of_its_changes(Variation variation)
    {
        List<string> wrong = [];
        var bodies = 0;
        foreach (var (scenario, exchange) in Exchanges(variation.Word))
        {
            if (ScriptedBody.TryCreate(exchange, Model) is not { Bytes.Length: < 64 * 1024 } body
                || variation.Changes(body) is not { Count: > 0 } changes)
            {
                continue;
            }

            bodies++;
            var plain = Meaning(body);
            for (var count = 1; count <= changes.Count; count += 1 + (changes.Count / MostRows))
            {
                AddWrong(
                    wrong,
                    plain,
                    body.Bytes,
                    body.WithChanges([.. changes.Take(count)]),
                    $"{scenario.Id} after {count} of {changes.Count} changes");
            }

            AddWrong(wrong, plain, body.Bytes, body.WithChanges(changes), $"{scenario.Id} after all {changes.Count} changes");
        }

        Assert.Multiple(() =>
        {
            Assert.That(wrong.Take(5), Is.Empty);
            Assert.That(bodies, Is.GreaterThan(10), "the variation is made from next to no case");
        });
    }

    [Test]
    public void The_plays_of_a_run_mean_the_same()
    {
        List<string> wrong = [];
        foreach (var (scenario, exchange) in Exchanges("newlines")
            .Where(pair => VariationFit.FindObstacle(pair.Scenario.Turns, "rechunk") is null))
        {
            // An answer that is too long to be held has no presentations.
            if (ScriptedBody.TryCreate(exchange, Model) is not { } body)
            {
                continue;
            }

            foreach (var play in VariationPlan.Default)
            {
                AddWrong(wrong, Meaning(body), body.Bytes, VariationPlan.Apply(body, [.. play.Where(variation => VariationFit.FindObstacle(
                    scenario.Turns, variation.Word) is null)]).Body, $"{scenario.Id}: {string.Join(", ", play)}");
            }
        }

        Assert.That(wrong.Take(5), Is.Empty);
    }

    [Test]
    public void Cuts_leave_the_bytes_as_they_are()
    {
        var cuts = VariationCatalog.All.Where(static variation => variation.Word is "rechunk" or "bytewise" or "burst" or "gzip");

        var changed = from variation in cuts
                      from pair in Exchanges(variation.Word)
                      let body = ScriptedBody.TryCreate(pair.Exchange, Model)
                      where body is not null && !body.WithChanges(variation.Changes(body)).Bytes.Span.SequenceEqual(body.Bytes.Span)
                      select $"{variation}: {pair.Scenario.Id}";

        Assert.That(changed.Take(5), Is.Empty);
    }

    [Test]
    public void A_body_that_is_presented_is_played_write_by_write()
    {
        List<string> wrong = [];
        foreach (var (scenario, exchange) in Exchanges("rechunk"))
        {
            // An answer that is too long to be held has no presentations.
            if (ScriptedBody.TryCreate(exchange, Model) is not { } body)
            {
                continue;
            }

            var cut = body.WithChanges(VariationCatalog.Find("rechunk").Changes(body));

            var before = Writes(exchange);
            var same = Writes(body.ToExchange(exchange));
            var played = Writes(cut.ToExchange(exchange));
            if (!before.SequenceEqual(same) || !played.Select(static write => write.Length / 2).SequenceEqual(Lengths(cut))
                || string.Concat(played) != string.Concat(before))
            {
                wrong.Add(scenario.Id);
            }
        }

        Assert.That(wrong, Is.Empty);
    }

    private static void AddWrong(List<string> wrong, string plain, ReadOnlyMemory<byte> plainBytes, ScriptedBody varied, string what)
    {
        if (!varied.Bytes.Span.SequenceEqual(plainBytes.Span) && Meaning(varied) is var meaning && meaning != plain)
        {
            wrong.Add($"{what}:\n{plain}\n{meaning}");
        }
    }

    private static IEnumerable<int> Lengths(ScriptedBody body) => body.Ends.Zip(body.Ends.Prepend(0), static (end, start) => end - start);

    private static List<string> Writes(Exchange exchange) =>
        [.. ScriptCompiler.Compile(exchange, Model).Pieces
            .OfType<WritePiece>()
            .Where(static write => !write.Bytes.IsEmpty)
            .Select(static write => Convert.ToHexString(write.Bytes.Span))];

    /// <summary>
    /// What a reader takes from a body: the chunks without their order of members, the last usage, and whether the sentinel came.
    /// </summary>
    private static string Meaning(ScriptedBody body)
    {
        List<string> chunks = [];
        var usage = "none";
        var isOver = false;
        using var stream = new MemoryStream(body.Bytes.ToArray());
        foreach (var seen in SseParser.Create(stream).Enumerate().TakeWhile(_ => !isOver))
        {
            if (seen.Data.Trim() is "[DONE]" or "DONE")
            {
                isOver = true;
            }
            else if (seen.Data.Length > 0)
            {
                chunks.AddRange(Chunk(seen, ref usage));
            }
        }

        return string.Join('\n', chunks.Append("usage " + usage));
    }

    private static IEnumerable<string> Chunk(SseItem<string> seen, ref string usage)
    {
        if (Parse(seen.Data) is not { ValueKind: JsonValueKind.Object } chunk)
        {
            return [$"{seen.EventType} {seen.Data}"];
        }

        if (!chunk.TryGetProperty("error", out _) && chunk.TryGetProperty("choices", out var choices)
            && choices.ValueKind == JsonValueKind.Array)
        {
            usage = chunk.TryGetProperty("usage", out var counted) && counted.ValueKind != JsonValueKind.Null ? Canonical(counted) : usage;
            return choices.GetArrayLength() == 0 ? [] : [$"{seen.EventType} {Canonical(chunk, without: "usage")}"];
        }

        return [$"{seen.EventType} {Canonical(chunk)}"];
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value with its members in the order of their names, and without those that were added.</summary>
    private static string Canonical(JsonElement value, string? without = null) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(",", value.EnumerateObject().Select(static member => (Name: NameOf(member), member.Value))
            .Where(member => member.Name != VariationCatalog.UnknownMember && member.Name != without)
            .OrderBy(static member => member.Name, StringComparer.Ordinal)
                .Select(static member => $"{member.Name}={Canonical(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(",", value.EnumerateArray().Select(static element => Canonical(element))) + "]",
        JsonValueKind.String => Text(value),
        _ => value.GetRawText(),
    };

    /// <summary>Half a character cannot be decoded; its escape stands for it.</summary>
    private static string Text(JsonElement value)
    {
        try
        {
            return $"'{value.GetString()}'";
        }
        catch (InvalidOperationException)
        {
            return Decode(value.GetRawText());
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return Decode(Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member)));
        }
    }

    private static string Decode(string raw) =>
        Escapes().Replace(raw, static escape => ((char)Convert.ToInt32(escape.Value[2..], 16)).ToString());

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escapes();
}
