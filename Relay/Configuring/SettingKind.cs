using System.Text.Json;

namespace Relay.Configuring;

/// <summary>What the values of a setting look like: how they are read and shown.</summary>
/// <param name="Words">What people are told to write, such as <c>milliseconds</c>.</param>
/// <param name="Read">Reads a value, or throws a <see cref="ConfigurationException"/>.</param>
/// <param name="Write">Shows a value in a listing; a secret only as being set or not.</param>
/// <param name="IsStructured">Whether a value is a list or a mapping, which on a command line is written as YAML.</param>
internal sealed record SettingKind<T>(string Words, Func<SettingInput, T> Read, Action<Utf8JsonWriter, T> Write, bool IsStructured = false);
