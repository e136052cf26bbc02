namespace Conformance.Probing;

/// <summary>Derives settings of the bundled relay from a vendor's answers. Only facts in the recordings lead to a setting.</summary>
internal static class RelayAdvice
{
    private static readonly (string[] Quirks, string Setting, string Because)[] ByQuirk =
    [
        (["Q37", "Q54", "Q57", "Q71"], "cumulative_deltas=detect", "deltas repeat what was sent before"),
        (["Q45"], "heal_markup=any", "tool calls come as markup in the text"),
        (["Q74"], "think_tags=open", "the answer begins inside a think tag"),
        (["Q65"], "reasoning_field=reasoning", "reasoning comes in the field reasoning, and goes back there"),
    ];

    private static readonly (string Question, string[] Words, string Setting, string Because)[] ByRefusal =
    [
        ("", ["stream_options"], "stream_usage=off", "stream_options is refused (R1)"),
        ("", ["max_completion_tokens"], "max_tokens_field=max_completion_tokens", "max_tokens is refused (R10)"),
        ("", ["parallel_tool_calls"], "parallel_calls=off", "parallel_tool_calls is refused (R2)"),
        ("developer-role", [], "developer_role=system", "the developer role is refused (R4); this is the default"),
        ("json-schema", [], "schema_format=json_object", "response_format json_schema is refused (R12)"),
        ("image", [], "images=drop", "images are refused"),
        ("reasoning", ["reasoning_effort"], "effort_field=none", "reasoning_effort is refused"),
    ];

    /// <summary>Returns settings with the reason of each, in a fixed order.</summary>
    public static IReadOnlyList<(string Setting, string Because)> Derive(IReadOnlyList<ProbeAnswer> answers, string? refusesStreamOptions)
    {
        var sightings = answers.SelectMany(static answer => answer.Recorded?.Sightings ?? []).ToList();
        var seen = sightings.Select(static one => one.Quirk).ToHashSet(StringComparer.Ordinal);
        var refused = answers.Where(static answer => answer is { Outcome: ProbeOutcome.Refused, Question.WantsRefusal: false }
            && answer.Exchange?.Status is 400 or 404 or 415 or 422 or 501)
            .Select(static answer => (answer.Question.Name, Words: answer.Words ?? "")).ToList();
        if (refusesStreamOptions is not null)
        {
            refused.Add(("stream", refusesStreamOptions));
        }

        // When the plain question is refused too, the reason is not the subject of the others.
        var isGeneral = refused.Exists(static one => one.Name is "text");
        return
        [
            .. sightings.Exists(static one => one.Quirk is "Q72" or "Q77" && !one.Detail.Contains("<think>", StringComparison.Ordinal))
                ? [("think_tag_names=any", "reasoning is marked by other tags than <think>")]
                : Array.Empty<(string, string)>(),
            .. ByQuirk.Where(row => row.Quirks.Any(seen.Contains)).Select(static row => (row.Setting, row.Because)),
            .. ByRefusal.Where(row => refused.Exists(one => (row.Question.Length == 0 || (one.Name == row.Question && !isGeneral))
                && row.Words.All(word => one.Words.Contains(word, StringComparison.OrdinalIgnoreCase))
                && (row.Question.Length > 0 || row.Words.Length > 0)))
                .Select(static row => (row.Setting, row.Because)),
        ];
    }
}
