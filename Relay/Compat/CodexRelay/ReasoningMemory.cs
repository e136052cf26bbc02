using System.Security.Cryptography;
using System.Text;

namespace Relay.Compat.CodexRelay;

/// <summary>Stores the reasoning of turns that have ended, up to a number of bytes; the oldest is removed first.</summary>
internal sealed class ReasoningMemory(long maxBytes = ReasoningMemory.UsualBytes)
{
    private const long UsualBytes = 32L * 1024 * 1024;

    // A key, a node and an entry cost about that much beside the text.
    private const int Overhead = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, string Reasoning)>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, string Reasoning)> _oldestFirst = [];
    private long _bytes;

    /// <summary>Returns the memory of one client, which its <c>Authorization</c> header identifies.</summary>
    public ClientMemory ForClient(string authorization) => new(this, authorization);

    /// <summary>Stores the reasoning of a turn under each of its calls and under its text.</summary>
    public void Store(string owner, TurnReasoning turn)
    {
        lock (_gate)
        {
            foreach (var id in turn.CallIds)
            {
                Add(KeyOf(owner, "call", id), turn.Reasoning);
            }

            if (turn.Text.Length > 0)
            {
                Add(KeyOf(owner, "text", turn.Text), turn.Reasoning);
            }
        }
    }

    public string? FindByCall(string owner, string callId) => Find(KeyOf(owner, "call", callId));

    public string? FindByText(string owner, string text) => Find(KeyOf(owner, "text", text));

    private static string KeyOf(string owner, string kind, string value) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Length}:{owner}{kind}:{value}")));

    private static long CostOf(string reasoning) => Overhead + (2L * reasoning.Length);

    private void Add(string key, string reasoning)
    {
        if (_byKey.TryGetValue(key, out var known))
        {
            Remove(known);
        }

        _byKey.Add(key, _oldestFirst.AddLast((key, reasoning)));
        _bytes += CostOf(reasoning);
        while (_bytes > maxBytes)
        {
            Remove(_oldestFirst.First!); // There are bytes, so there is an entry.
        }
    }

    private void Remove(LinkedListNode<(string Key, string Reasoning)> node)
    {
        _byKey.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
        _bytes -= CostOf(node.Value.Reasoning);
    }

    private string? Find(string key)
    {
        lock (_gate)
        {
            return _byKey.TryGetValue(key, out var node) ? node.Value.Reasoning : null;
        }
    }
}
