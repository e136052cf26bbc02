namespace Relay.Storing;

/// <summary>A response's id together with whom it belongs to: no other caller finds it.</summary>
internal readonly record struct ResponseKey(string Owner, string Id);
