using System.Globalization;
using System.Text;
using System.Text.Json;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using Conformance.Running.Wiring;

namespace Conformance.Commands.Showing;

/// <summary>A relay's diagnosis on the terminal, with the words and the file entry that declare it.</summary>
internal static class DiagnosisText
{
    private const int LabelWidth = 20;
    private const int StateWidth = 9;

    /// <summary>Returns the lines.</summary>
    public static IEnumerable<string> GetLines(RelayTarget target, DeclaredProfile profile, Diagnosis found)
    {
        var wired = found.Wiring;
        yield return FormatRow("correlation", CorrelationText.GetName(wired.Access.By));
        yield return FormatRow("model", wired.Access.By == Correlation.Model
            ? "sent to the upstream unchanged"
            : $"sent to the upstream as {wired.ModelSeen ?? "no model"}");
        yield return FormatRow("streaming", found.StreamsAsItGoes switch { true =>
            "incremental", false => "only after the upstream has finished", null => "unknown" });
        yield return FormatRow("dialect", found.Dialect ?? $"{profile.Dialect} (assumed: no reasoning event was received)");
        foreach (var note in wired.Notes)
        {
            yield return FormatRow("note", note);
        }

        yield return "";
        foreach (var (feature, finding) in found.Features)
        {
            yield return Columns.Hang(feature.PadRight(LabelWidth)
                + FormatWord(finding.State).PadRight(StateWidth), AccessMask.MaskText(finding.Seen, wired.Access.Secrets), Terminal.Width);
        }

        yield return "";
        yield return "On the command line:";
        var words = GetWords(profile, found).ToList();
        // A command that is broken into two lines cannot be copied.
        yield return words.Count == 0 ? "  (nothing to declare)" : $"  {string.Join(' ', words)}";
        yield return "";
        yield return "In relays.yaml:";
        foreach (var line in GetEntry(target, profile, found))
        {
            yield return "  " + line;
        }
    }

    private static IEnumerable<string> GetWords(DeclaredProfile profile, Diagnosis found)
    {
        if (DialectOf(profile, found) is var dialect and not "openai")
        {
            yield return $"--dialect {dialect}";
        }

        if (found.Lacks.Count > 0)
        {
            yield return $"--lacks {string.Join(',', found.Lacks)}";
        }
    }

    private static IEnumerable<string> GetEntry(RelayTarget target, DeclaredProfile profile, Diagnosis found)
    {
        yield return $"- name: {FormatYaml(FormatName(target))}";
        switch (target)
        {
            case CommandTarget command:
                yield return $"  command: {FormatYaml(Secrets.Mask(command.Command))}";
                if (Probe(command.Ready) is { } probe)
                {
                    yield return $"  ready: {FormatYaml(probe)}";
                }

                break;
            case UrlTarget url:
                yield return $"  url: {FormatYaml(Secrets.Mask(url.Url.ToString()))}";
                break;
        }

        if (profile.Path is { } path)
        {
            yield return $"  path: {FormatYaml(path)}";
        }

        if (profile.Headers.Count > 0)
        {
            var headers = profile.Headers.Select(static header =>
            {
                var value = SecretHeaders.Contains(header.Key) ? $"${{{DeclaredProfile.KeyVariable}}}" : header.Value;
                return $"{FormatYaml(header.Key)}: {FormatYaml(value)}";
            });
            yield return $"  headers: {{{string.Join(", ", headers)}}}";
        }

        if (profile.ApiKey is not null)
        {
            yield return $"  api_key_env: {DeclaredProfile.KeyVariable}";
        }

        if (profile.ModelMap.Count > 0)
        {
            var models = profile.ModelMap.Select(static pair => $"{FormatYaml(pair.Key)}: {FormatYaml(pair.Value)}");
            yield return $"  model_map: {{{string.Join(", ", models)}}}";
        }

        if (DialectOf(profile, found) is var dialect and not "openai")
        {
            yield return $"  dialect: {dialect}";
        }

        if (found.Lacks.Count > 0)
        {
            yield return $"  lacks: [{string.Join(", ", found.Lacks)}]";
        }
    }

    private static string DialectOf(DeclaredProfile profile, Diagnosis found) => found.Dialect ?? profile.Dialect;

    // A relay that was selected only by URL is named after its address, which cannot be the name of a file.
    private static string FormatName(RelayTarget target) =>
        string.Concat(target.Name.Select(static unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_' ? unit : '-'));

    private static string? Probe(ReadyProbe ready) => ready switch
    {
        HttpProbe http => string.Create(CultureInfo.InvariantCulture, $"GET {http.Path} {http.Status}"),
        OutputProbe output => "stdout:" + output.Text,
        _ => null,
    };

    private static string FormatWord(FeatureState state) => state switch
    {
        FeatureState.Present => "present",
        FeatureState.Lacking => "lacking",
        _ => "unknown",
    };

    private static string FormatRow(string label, string text) => Columns.Hang(label.PadRight(LabelWidth), text, Terminal.Width);

    /// <summary>Returns a value as YAML takes it: plain where that is safe, else in JSON's quotes.</summary>
    private static string FormatYaml(string text) => text.Length > 0
        && char.IsAsciiLetter(text[0])
        && text.All(static unit => char.IsAsciiLetterOrDigit(unit) || unit is '.' or '-' or '_' or '/')
        && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off")
        ? text
        : Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(text, Expecting.Patterns.JsonFormat.Relaxed));
}
