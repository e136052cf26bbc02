using System.Collections.Immutable;

namespace Relay.Policies;

/// <summary>The values of policies that a profile adds to the relay's own, each found by its type.</summary>
/// <remarks>A default is not stored, so that equal choices are equal.</remarks>
public sealed class AddedPolicies : IEquatable<AddedPolicies>
{
    private readonly ImmutableDictionary<Type, Enum> _values;

    private AddedPolicies(ImmutableDictionary<Type, Enum> values) => _values = values;

    /// <summary>Every default.</summary>
    public static AddedPolicies None { get; } = new(ImmutableDictionary<Type, Enum>.Empty);

    /// <summary>Returns the value of a policy.</summary>
    public T Get<T>()
        where T : struct, Enum => _values.TryGetValue(typeof(T), out var value) ? (T)value : default;

    /// <summary>Returns the same values with one changed.</summary>
    public AddedPolicies With<T>(T value)
        where T : struct, Enum =>
        new(EqualityComparer<T>.Default.Equals(value, default) ? _values.Remove(typeof(T)) : _values.SetItem(typeof(T), value));

    /// <inheritdoc/>
    public bool Equals(AddedPolicies? other) =>
        other is not null
        && _values.Count == other._values.Count
        && _values.All(pair => other._values.TryGetValue(pair.Key, out var value) && value.Equals(pair.Value));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AddedPolicies);

    /// <inheritdoc/>
    public override int GetHashCode() => _values.Aggregate(0, static (hash, pair) => hash ^ HashCode.Combine(pair.Key, pair.Value));
}
