using Relay.Secrets;


namespace Relay.Configuring;

/// <summary>Stops reading a configuration at the first problem. <see cref="RelayOptionsReader"/> catches it.</summary>
internal sealed class ConfigurationException(ConfigPlace place, string sentence) : Exception($"{place}{SecretShape.HideKeysIn(sentence)}");
