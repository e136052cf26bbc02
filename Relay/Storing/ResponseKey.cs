namespace Relay.Storing;

/// <summary>Identifies a response by its id and its owner. No other caller can find it.</summary>
internal readonly record struct ResponseKey(string Owner, string Id);
