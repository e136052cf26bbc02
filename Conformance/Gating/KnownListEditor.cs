using System.Globalization;
using Conformance.Checking;
using Conformance.Results;

namespace Conformance.Gating;

/// <summary>The result of an update of a list of known failures.</summary>
/// <param name="Text">The file's new text.</param>
/// <param name="Kept">How many entries stay.</param>
/// <param name="Added">How many are new; each waits for a reason.</param>
/// <param name="Removed">How many are gone, because they pass or name nothing.</param>
/// <param name="Narrowed">How many patterns were replaced by the cases that still fail.</param>
internal sealed record KnownUpdate(string Text, int Kept, int Added, int Removed, int Narrowed);

/// <summary>
/// Rewrites a file of known failures from a run. Entries that stay are left as they are written, comments included. Pure.
/// </summary>
internal sealed class KnownListEditor
{
    private const int MaxHint = 160;

    private readonly KnownList _list;
    private readonly RunResult _run;
    private readonly IReadOnlyCollection<string> _catalog;
    private readonly DateOnly _today;

    private KnownListEditor(KnownList list, RunResult run, IReadOnlyCollection<string> catalog, DateOnly today)
    {
        _list = list;
        _catalog = catalog;
        _today = today;

        // The known failures at the time of the run do not matter, only the list in its present form.
        var bare = run.Cases.Select(static result => result with
        {
            Known = null,
            Findings = [.. result.Findings.Select(static finding => finding with { Known = null })],
        });
        _run = run with { Cases = [.. bare.Select(list.Mark)] };
    }

    /// <summary>Rewrites a list.</summary>
    /// <param name="text">The file as it is; empty for a new one.</param>
    /// <param name="list">The file's entries.</param>
    /// <param name="run">The run.</param>
    /// <param name="catalog">The ids of all cases there are.</param>
    /// <param name="today">The date of new entries.</param>
    public static KnownUpdate Update(string text, KnownList list, RunResult run, IReadOnlyCollection<string> catalog, DateOnly today) =>
        new KnownListEditor(list, run, catalog, today).Update(text);

    private KnownUpdate Update(string text)
    {
        var blocks = EntryBlocks.Read(text, _list.Entries);
        List<string> lines = [.. blocks.Head];
        var (kept, removed, narrowed) = (0, 0, 0);
        for (var index = 0; index < _list.Entries.Count; index++)
        {
            var entry = _list.Entries[index];
            switch (Fate(entry))
            {
                case null:
                    kept++;
                    lines.AddRange(blocks.Entries[index]);
                    break;
                case { Count: 0 }:
                    removed++;
                    break;
                case { } left:
                    narrowed++;
                    lines.AddRange(left.SelectMany((id, copy) => blocks.WithSubject(index, id, withComment: copy == 0)));
                    break;
            }
        }

        var fresh = New();
        foreach (var entry in fresh)
        {
            if (lines.Count > 0 && lines[^1].Length > 0)
            {
                lines.Add("");
            }

            lines.AddRange(entry);
        }

        return new KnownUpdate(Join(lines), kept, fresh.Count, removed, narrowed);
    }

    /// <summary>
    /// Returns the cases that an entry is narrowed to; <see langword="null"/> when it stays unchanged, none when it is removed.
    /// </summary>
    private List<string>? Fate(KnownEntry entry)
    {
        if (entry.Rule is { } rule)
        {
            var row = _run.Rules.FirstOrDefault(row => row.Id == rule);
            var isWhole = _run.Info.Shard is null && _run.Info.Selected == _run.Info.Available && _run.End is { Partial: false };
            return row is { Streams: > 0 } && isWhole && !KnownVerdicts.IsBroken(rule, _run) ? [] : null;
        }

        if (entry.Check is { } check && _run.Info.SkippedRules.Contains(check))
        {
            return null;
        }

        var results = _run.Cases.ToDictionary(static result => result.Id, StringComparer.Ordinal);
        var named = _catalog.Where(entry.Case!.Matches).ToList();
        var passing = named.Count(id => results.TryGetValue(id, out var result) && KnownVerdicts.IsJudged(result)
            && !KnownVerdicts.IsMatch(entry, result));
        if (passing == 0 && named.Count > 0)
        {
            return null;
        }

        // The entry of a case that was not selected stays. A case that does not apply to the relay needs no entry.
        return [.. named.Where(id => !results.TryGetValue(id, out var result) || KnownVerdicts.IsMatch(entry, result)
            || result.Flaky).Order(StringComparer.Ordinal)];
    }

    private List<IReadOnlyList<string>> New()
    {
        List<IReadOnlyList<string>> entries = [];
        foreach (var rule in RuleTally.Count(_run.Info, _run.Cases).Where(static rule => rule.Fails))
        {
            entries.Add(Entry([$"rule: {rule.Id}"], rule.First is { } first ? Words(first.Finding) : null));
        }

        foreach (var result in _run.Cases.Where(result => result.Verdict == Verdict.Failed && RunGate.Fails(_run.Info, result)))
        {
            var errors = result.Findings.Where(static finding => finding is { Kind: FindingKind.Outcome, Severity: Severity.Error })
                .ToList();
            if (errors.Count == 0)
            {
                entries.Add(Entry([$"case: {result.Id}"], result.Reason));
            }

            foreach (var error in errors.Where(static finding => finding.Known is null).DistinctBy(static finding => finding.Check))
            {
                entries.Add(Entry([$"case: {result.Id}", $"check: {error.Check}"], Words(error)));
            }
        }

        return entries;
    }

    private static string Words(Finding finding) => (finding.Expected, finding.Received) switch
    {
        ({ } expected, { } received) => $"{finding.Message} Expected {expected}, received {received}.",
        _ => finding.Message,
    };

    private string[] Entry(string[] subject, string? hint) =>
    [
        .. hint is null ? Array.Empty<string>() : ["# " + Hint(hint)],
        "- " + subject[0],
        .. subject.Skip(1).Select(static line => "  " + line),
        $"  reason: {KnownListReader.Todo}",
        $"  since: {_today:yyyy-MM-dd}",
    ];

    /// <summary>A relay's words in a comment: one line without control characters.</summary>
    private static string Hint(string text)
    {
        var line = string.Concat(text.Select(static unit => IsInvisible(unit) ? ' ' : unit));
        return line.Length <= MaxHint ? line : line[..MaxHint] + "…";
    }

    private static bool IsInvisible(char unit) => char.GetUnicodeCategory(unit) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Join(List<string> lines)
    {
        while (lines.Count > 0 && lines[^1].Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines.Count == 0 ? "" : string.Join('\n', lines) + "\n";
    }
}
