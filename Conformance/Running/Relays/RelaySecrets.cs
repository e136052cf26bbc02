using Conformance.Results;

namespace Conformance.Running.Relays;

/// <summary>Registers the credentials that a relay is given, so that no output shows them.</summary>
internal static class RelaySecrets
{
    /// <summary>
    /// Masks the credentials of a profile, and the keys of the user's own environment, which a relay that a command starts inherits.
    /// </summary>
    public static void Learn(DeclaredProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);

        SecretMask.AddSecret(profile.ApiKey);
        var own = Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .Select(static one => KeyValuePair.Create((string)one.Key, (string?)one.Value ?? ""));
        foreach (var (name, value) in profile.Headers.Concat(profile.Environment).Concat(own))
        {
            if (SecretMask.IsCredential(name))
            {
                SecretMask.AddSecret(value[SecretMask.AfterScheme(value)..].Trim());
            }
        }
    }
}
