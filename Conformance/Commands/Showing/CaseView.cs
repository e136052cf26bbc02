using System.Text.Json;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Commands.Showing;

/// <summary>Shows one case to a reader: its description, the bytes that are sent, the expected answer.</summary>
internal static class CaseView
{
    private const int Label = 8;

    public static void Show(Scenario scenario, Vocabulary vocabulary, TextWriter output)
    {
        WriteHead(scenario, vocabulary, output);
        for (var index = 0; index < scenario.Turns.Count; index++)
        {
            var which = scenario.Turns.Count == 1 ? "" : $" (turn {index + 1} of {scenario.Turns.Count})";
            WriteTurn(scenario.Turns[index], CaseKey.Of(scenario), which, output);
        }
    }

    private static void WriteHead(Scenario scenario, Vocabulary vocabulary, TextWriter output)
    {
        output.WriteLine($"{scenario.Id} [{Levels.GetWord(scenario.Level)}]");
        output.WriteLine(Columns.Hang("", scenario.Title, Terminal.Width));
        output.WriteLine();
        WriteLabelled(output, "why", scenario.Why);
        foreach (var reference in scenario.Spec)
        {
            var entry = vocabulary.Specs.GetValueOrDefault(reference);
            WriteLabelled(output, "spec", $"{reference} — {entry?.Title}");
            if (entry?.Url is { } url)
            {
                // An address that is broken into two lines cannot be followed.
                output.WriteLine(new string(' ', Label) + url);
            }
        }

        foreach (var quirk in scenario.Quirks)
        {
            WriteLabelled(output, "quirk", $"{quirk} — {vocabulary.Quirks.GetValueOrDefault(quirk)}");
        }

        WriteLabelled(
            output, "seen in", string.Join(", ", scenario.SeenIn.Select(vendor => vocabulary.Vendors.GetValueOrDefault(vendor, vendor))));
        WriteLabelled(output, "tags", string.Join(", ", scenario.Tags));
        WriteLabelled(output, "vary", scenario.Vary switch { null => null, [] => "nothing", var words => string.Join(", ", words) });
        WriteLabelled(output, "relay", SetupText.Format(scenario.Relay));
        WriteLabelled(output, "file", $"{scenario.Place.File}:{scenario.Place.Line}");
    }

    private static void WriteTurn(Turn turn, string key, string which, TextWriter output)
    {
        WriteTitle(output, "the client sends" + which);
        output.WriteLine("  " + RequestLine.Format(turn.Client));
        if (FormatBody(turn.Client, key) is { } body)
        {
            output.WriteLine(Columns.FormatExact("  ", body, Terminal.Width));
        }

        ClientManners(turn.Client, output);
        for (var index = 0; index < turn.Upstream.Count; index++)
        {
            var number = turn.Upstream.Count == 1 ? "" : $" (exchange {index + 1} of {turn.Upstream.Count})";
            WriteTitle(output, "the upstream answers" + which + number);
            ScriptView.Show(turn.Upstream[index], key, output);
        }

        if (turn.Upstream.Count == 0)
        {
            WriteTitle(output, "the upstream must not be called" + which);
        }

        WriteTitle(output, "expected answer" + which);
        ExpectationView.Show(turn.Expect, output);
    }

    private static string? FormatBody(ClientRequest client, string key) => client.Http switch
    {
        null => ConsoleJson.FormatCompact(RequestBody.Build(client.Body, key, stream: null)),
        { Body: { ValueKind: JsonValueKind.String } text } => text.GetString(),
        { Body: { } json } => ConsoleJson.FormatCompact(json),
        _ => null,
    };

    private static void ClientManners(ClientRequest client, TextWriter output)
    {
        if (client.HangUpAfter is { } hangUp)
        {
            output.WriteLine($"  and hangs up after {EventText.Format(hangUp)}");
        }

        if (client.ReadSlowly is { } rest)
        {
            output.WriteLine($"  and reads at most 1 KB every {rest.TotalMilliseconds:0.###} ms");
        }

        foreach (var (name, value) in client.Headers)
        {
            output.WriteLine($"  {name}: {Secrets.Mask(value)}");
        }
    }

    private static void WriteTitle(TextWriter output, string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private static void WriteLabelled(TextWriter output, string label, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            output.WriteLine(Columns.Hang(label.PadRight(Label), text, Terminal.Width));
        }
    }
}
