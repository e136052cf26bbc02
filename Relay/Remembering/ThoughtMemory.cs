using System.Security.Cryptography;
using System.Text;
using Relay.Contract;
using Relay.Translating;

namespace Relay.Remembering;

/// <summary>Keeps what was thought in turns that have ended, up to a number of bytes; the oldest thoughts go first.</summary>
internal sealed class ThoughtMemory(long mostBytes = ThoughtMemory.UsualBytes)
{
    private const long UsualBytes = 32L * 1024 * 1024;

    // A key, a node and an entry cost about that much beside the text.
    private const int Overhead = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, string Reasoning)>> _thoughts = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, string Reasoning)> _oldestFirst = [];
    private long _bytes;

    /// <summary>What one client's turns held; a client is known by how it authorises itself.</summary>
    public IThoughtMemory Of(string authorization) => new OneClients(this, authorization);

    /// <summary>Keeps the thoughts of a turn, under each of its calls and under its text.</summary>
    private void Keep(string owner, Thoughts thoughts)
    {
        lock (_gate)
        {
            foreach (var id in thoughts.CallIds)
            {
                Put(KeyOf(owner, "call", id), thoughts.Reasoning);
            }

            if (thoughts.Text.Length > 0)
            {
                Put(KeyOf(owner, "text", thoughts.Text), thoughts.Reasoning);
            }
        }
    }

    private static string KeyOf(string owner, string kind, string value) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{owner.Length}:{owner}{kind}:{value}")));

    private static long CostOf(string reasoning) => Overhead + (2L * reasoning.Length);

    private void Put(string key, string reasoning)
    {
        if (_thoughts.TryGetValue(key, out var known))
        {
            Drop(known);
        }

        _thoughts.Add(key, _oldestFirst.AddLast((key, reasoning)));
        _bytes += CostOf(reasoning);
        while (_bytes > mostBytes)
        {
            Drop(_oldestFirst.First!);
        }
    }

    private void Drop(LinkedListNode<(string Key, string Reasoning)> node)
    {
        _thoughts.Remove(node.Value.Key);
        _oldestFirst.Remove(node);
        _bytes -= CostOf(node.Value.Reasoning);
    }

    private string? Find(string key)
    {
        lock (_gate)
        {
            return _thoughts.TryGetValue(key, out var node) ? node.Value.Reasoning : null;
        }
    }

    private sealed class OneClients(ThoughtMemory memory, string owner) : IThoughtMemory
    {
        public void Keep(Thoughts thoughts) => memory.Keep(owner, thoughts);

        public string? OfCall(string callId) => memory.Find(KeyOf(owner, "call", callId));

        public string? OfText(string text) => memory.Find(KeyOf(owner, "text", text));
    }
}
