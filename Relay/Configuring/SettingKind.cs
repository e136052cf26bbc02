using System.Text.Json;

namespace Relay.Configuring;

/// <summary>Describes a kind of values: how they are read and shown.</summary>
/// <param name="Words">The description for users, such as <c>milliseconds</c>.</param>
/// <param name="Read">Reads a value or throws a <see cref="ConfigurationException"/>.</param>
/// <param name="Write">Writes a value for a listing; a secret only as set or unset.</param>
/// <param name="IsStructured">Whether a value is a list or a mapping, which a command line contains as YAML.</param>
internal sealed record SettingKind<T>(string Words, Func<SettingInput, T> Read, Action<Utf8JsonWriter, T> Write, bool IsStructured = false);
