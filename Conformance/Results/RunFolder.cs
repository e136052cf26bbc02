using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conformance.Results;

/// <summary>A run's folder during the run: results are appended as they arrive, and views are written at the end.</summary>
/// <remarks>
/// <see cref="Append"/> may be called from many threads. A case's files are written before its line, and each line in one piece, so that
/// whatever ends the process leaves a folder that <see cref="Read"/> understands.
/// </remarks>
public sealed class RunFolder : IDisposable
{
    /// <summary>The name of the file that all views are made from.</summary>
    public const string ResultsFile = "results.jsonl";

    private readonly Lock _gate = new();
    private readonly string _reportsFolder;
    private readonly RunInfo _info;
    private readonly EvidenceLimits _limits;
    private readonly FileStream _results;
    private readonly Dictionary<string, CaseResult> _cases = new(StringComparer.Ordinal);
    private long _evidenceBytes;

    private RunFolder(string reportsFolder, string folder, RunInfo info, EvidenceLimits limits, FileStream results)
    {
        _limits = limits;
        _reportsFolder = reportsFolder;
        _info = info;
        _results = results;
        Folder = folder;
    }

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>Makes a new folder <c>&lt;yyyyMMdd-HHmmss&gt;-&lt;name&gt;</c> and writes the run's line.</summary>
    /// <param name="reportsFolder">The parent folder of runs; created if it is missing.</param>
    /// <param name="info">What the run is.</param>
    /// <param name="time">Gives the time zone of the folder's name.</param>
    /// <param name="limits">The limits of stored evidence; <see langword="null"/> for the default.</param>
    public static RunFolder Create(string reportsFolder, RunInfo info, TimeProvider time, EvidenceLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(reportsFolder);
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(time);

        var local = TimeZoneInfo.ConvertTime(info.StartedAt, time.LocalTimeZone);
        var name = string.Create(CultureInfo.InvariantCulture, $"{local:yyyyMMdd-HHmmss}-{SafePath.EscapeSegment(info.Name)}");
        var (folder, results) = Claim(Path.GetFullPath(reportsFolder), name);
        var run = new RunFolder(Path.GetFullPath(reportsFolder), folder, FindingMask.Mask(info), limits ?? EvidenceLimits.Default, results);
        run.WriteLine(run._info);

        return run;
    }

    /// <summary>
    /// Reads a run's folder. A last line that was cut off is left out; then, and without an end line, the run has no
    /// <see cref="RunResult.End"/>.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no <c>results.jsonl</c>.</exception>
    /// <exception cref="InvalidDataException">The file is not what it should be.</exception>
    public static RecordedRun Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);

        return new RecordedRun(Path.GetFullPath(folder), ResultsReader.Read(Path.Combine(folder, ResultsFile)));
    }

    /// <summary>Writes the case's files, then its line.</summary>
    /// <param name="result">The result; its folder and the event types of its findings are put in.</param>
    /// <param name="evidence">What was recorded; <see langword="null"/> when the case was not played.</param>
    /// <returns>The result as written.</returns>
    public CaseResult Append(CaseResult result, CaseEvidence? evidence)
    {
        ArgumentNullException.ThrowIfNull(result);

        var masked = FindingMask.Mask(result);
        var kept = evidence is null ? null : Cut(evidence);
        var written = kept is null ? masked with { Folder = null } : Complete(masked, kept);
        if (kept is not null)
        {
            CaseFolderWriter.Write(Path.Combine(Folder, written.Folder!), written, kept);
        }

        lock (_gate)
        {
            WriteLine(written);
            _cases[written.Id] = written;
        }

        return written;
    }

    /// <summary>Takes a case of another run's folder over: its files, then its line.</summary>
    /// <param name="result">The case as the other run has it.</param>
    /// <param name="runFolder">The other run's folder.</param>
    public CaseResult Adopt(CaseResult result, string runFolder)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentException.ThrowIfNullOrEmpty(runFolder);

        var source = result.Folder is { } relative ? SafePath.TryResolve(runFolder, relative) : null;
        var hasFiles = source is not null && Directory.Exists(source);
        var written = result with { Folder = hasFiles ? "cases/" + SafePath.EscapeId(result.Id) : null };
        if (written.Folder is not null)
        {
            CopyFolder(source!, Path.Combine(Folder, written.Folder));
        }

        lock (_gate)
        {
            WriteLine(written);
            _cases[written.Id] = written;
        }

        return written;
    }

    /// <summary>Writes the rules' lines and the end line, has the views written, and points <c>latest</c> here.</summary>
    /// <param name="rules">The rules, judged over the run.</param>
    /// <param name="end">How the run ended.</param>
    /// <param name="writeViews">Writes the views of the whole run into its folder.</param>
    /// <returns>The whole run as the views show it.</returns>
    public RecordedRun Finish(IReadOnlyList<RuleResult> rules, RunEnd end, Action<RecordedRun> writeViews)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(end);
        ArgumentNullException.ThrowIfNull(writeViews);

        lock (_gate)
        {
            rules = [.. rules.Select(FindingMask.Mask)];
            foreach (var rule in rules)
            {
                WriteLine(rule);
            }

            end = end with { Problem = end.Problem is { } problem ? SecretMask.MaskText(problem) : null };
            WriteLine(end);
            _results.Dispose();
            var cases = _cases.Values.OrderBy(result => result.Id, StringComparer.Ordinal).ToList();
            var run = new RecordedRun(Folder, new RunResult { Info = _info, Cases = cases, Rules = rules, End = end });
            writeViews(run);
            LatestPointer.Set(_reportsFolder, Path.GetFileName(Folder));

            return run;
        }
    }

    /// <summary>Closes the file. Without <see cref="Finish"/> the folder stays what it is: a run that was cut off.</summary>
    public void Dispose() => _results.Dispose();

    private static (string Folder, FileStream Results) Claim(string reportsFolder, string name)
    {
        for (var attempt = 1; ; attempt++)
        {
            var folder = Path.Combine(reportsFolder, attempt == 1
                ? name
                : string.Create(CultureInfo.InvariantCulture, $"{name}-{attempt}"));
            Directory.CreateDirectory(folder);
            try
            {
                // Only one of two runs that start in the same second can make the file: it is the claim.
                return (folder, new FileStream(Path.Combine(folder, ResultsFile), FileMode.CreateNew, FileAccess.Write, FileShare.Read));
            }
            catch (IOException) when (File.Exists(Path.Combine(folder, ResultsFile)) && attempt < 1000)
            {
            }
        }
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }

    /// <summary>Returns the evidence, masked and cut. Once the run has reached its limit, only the first bytes are stored.</summary>
    private CaseEvidence Cut(CaseEvidence evidence)
    {
        var kept = EvidenceCut.Apply(evidence, _limits, Interlocked.Read(ref _evidenceBytes) < _limits.MaxRunBytes
            ? _limits.MaxTurnBytes
            : _limits.LeftBytes);
        Interlocked.Add(ref _evidenceBytes, EvidenceCut.SizeOf(kept));
        return kept;
    }

    private static CaseResult Complete(CaseResult result, CaseEvidence evidence) => result with
    {
        Folder = "cases/" + SafePath.EscapeId(result.Id),
        Findings = [.. result.Findings.Select(finding => finding with { EventType = finding.EventType ?? TypeOf(finding, evidence) })],
    };

    private static string? TypeOf(Finding finding, CaseEvidence evidence) =>
        finding.Event is { } index && finding.Turn >= 1 && finding.Turn <= evidence.Turns.Count
            ? TypeAt(evidence.Turns[finding.Turn - 1].Events, index)
            : null;

    // Events stand at their index unless some were left out.
    private static string? TypeAt(IReadOnlyList<EventEvidence> events, int index) =>
        index >= 0 && index < events.Count && events[index].Index == index
            ? events[index].Type
            : events.FirstOrDefault(candidate => candidate.Index == index)?.Type;

    private void WriteLine(ResultLine line)
    {
        _results.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, ResultsJson.Lines.ResultLine) + "\n"));
        _results.Flush();
    }
}
