using Scenarios.Model;

namespace Conformance.Running.Relays;

/// <summary>A set-up in the words of results and messages; equal set-ups have equal words.</summary>
internal static class SetupText
{
    public static string Format(RelaySetup? setup) => setup is null
        ? ""
        : string.Join(", ", Parts(setup));

    private static IEnumerable<string> Parts(RelaySetup setup)
    {
        if (setup.Preset is { } preset)
        {
            yield return "preset " + preset;
        }

        // The order of the file is kept: a later policy may replace an earlier one.
        foreach (var (name, value) in setup.Set)
        {
            yield return $"{name}={value}";
        }

        if (setup.Config is { } config)
        {
            yield return "config " + config.GetRawText();
        }
    }
}
