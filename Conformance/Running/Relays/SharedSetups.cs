using System.Text;
using System.Text.Json;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>
/// The set-ups that one bundled relay can have at the same time. Each becomes a separate upstream, selected by the models of its cases.
/// </summary>
/// <remarks>A process for each set-up would cost the run more than all of its cases together.</remarks>
internal sealed class SharedSetups
{
    private readonly List<(RelaySetup Setup, IReadOnlyList<string> Models)> _shared;
    private readonly HashSet<string> _texts;

    public SharedSetups(IEnumerable<Scenario> scenarios)
    {
        _shared =
        [
            .. scenarios.Where(static scenario => scenario.Relay is not null)
                .GroupBy(static scenario => SetupText.Format(scenario.Relay), StringComparer.Ordinal)
                .Where(static cases => IsOfUpstreams(cases.First().Relay!) && cases.All(AsksForResponsesOnly))
                .Select(static cases => (cases.First().Relay!, (IReadOnlyList<string>)[.. cases.Select(CaseKey.Of)])),
        ];
        _texts = [.. _shared.Select(static shared => SetupText.Format(shared.Setup))];
    }

    /// <summary>Whether the shared relay has this set-up. A single set-up is not shared.</summary>
    public bool Contains(RelaySetup? setup) => _shared.Count > 1 && setup is not null && _texts.Contains(SetupText.Format(setup));

    /// <summary>The shared relay's configuration file.</summary>
    public string CreateConfiguration(Uri upstream)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("upstreams");
            for (var i = 0; i < _shared.Count; i++)
            {
                WriteUpstream(json, Name(i), _shared[i].Setup, upstream);
            }

            json.WriteEndObject();
            WriteModels(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static bool IsOfUpstreams(RelaySetup setup) =>
        setup.Config is null && !setup.Set.Any(static pair => RelaySettings.OfRelays.Contains(pair.Key));

    // The answers of other endpoints depend on the whole relay, not on one upstream.
    private static bool AsksForResponsesOnly(Scenario scenario) => scenario.Turns.All(static turn => turn.Client.Http is null);

    private static string Name(int index) => $"setup-{index + 1}";

    private static void WriteUpstream(Utf8JsonWriter json, string name, RelaySetup setup, Uri upstream)
    {
        json.WriteStartObject(name);
        json.WriteString("base_url", upstream.ToString());
        if (setup.Preset is { } preset)
        {
            json.WriteString("preset", preset);
        }

        if (RelaySettings.LeavesPatience(setup))
        {
            WriteAll(json, [RelaySettings.Patience]);
        }

        var settings = setup.Set.ToLookup(static pair => RelaySettings.OfUpstreams.Contains(pair.Key));
        WriteAll(json, settings[true]);
        json.WriteStartObject("policies");
        WriteAll(json, settings[false]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> settings)
    {
        foreach (var (name, value) in settings)
        {
            json.WriteString(name, value);
        }
    }

    private void WriteModels(Utf8JsonWriter json)
    {
        json.WriteStartObject("models");
        for (var i = 0; i < _shared.Count; i++)
        {
            foreach (var model in _shared[i].Models)
            {
                json.WriteStartObject(model);
                json.WriteString("upstream", Name(i));
                json.WriteEndObject();
            }
        }

        json.WriteEndObject();
    }
}
