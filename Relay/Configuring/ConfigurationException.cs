namespace Relay.Configuring;

/// <summary>Stops the reading of a configuration at the first thing that is wrong. Never leaves <see cref="RelayOptionsReader"/>.</summary>
internal sealed class ConfigurationException(ConfigPlace place, string sentence) : Exception($"{place}{sentence}");
