using Relay.Json;
using Relay.Translating.Items;

namespace Relay.Translating.Deltas;

/// <summary>
/// Contains the calls of one choice, by everything that a delta can name them by. An id or an index that several calls had means the call
/// among them that began last.
/// </summary>
internal sealed class ChoiceCalls
{
    private readonly Dictionary<byte[], CallItem> _byId = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], CallItem>.AlternateLookup<ReadOnlySpan<byte>> _idLookup;
    private readonly Dictionary<int, CallItem> _byIndex = [];
    private readonly FirstTwo _open = new(static call => !call.IsDone);
    private readonly FirstTwo _openUnindexed = new(static call => !call.IsDone && !call.HasIndex);
    private readonly RankedCalls _unindexed = new();

    public ChoiceCalls() => _idLookup = _byId.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>The call that began last; <see langword="null"/> if there is none.</summary>
    public CallItem? Latest { get; private set; }

    public void Add(CallItem call)
    {
        Latest = call;
        _open.Add(call);
        _openUnindexed.Add(call);
        _unindexed.Add(call);
    }

    /// <summary>Adds the id and the index by which a delta named a call.</summary>
    public void AddVendorKeys(CallItem call, ReadOnlySpan<byte> id, int? index)
    {
        call.AddVendorKeys(id, index);
        if (!id.IsEmpty && (!_idLookup.TryGetValue(id, out var known) || known.Number < call.Number))
        {
            _idLookup[id] = call;
        }

        if (index is not { } used)
        {
            return;
        }

        _unindexed.Remove(call);
        if (!_byIndex.TryGetValue(used, out var before) || before.Number < call.Number)
        {
            _byIndex[used] = call;
        }
    }

    public CallItem? Find(ReadOnlySpan<byte> id) => _idLookup.TryGetValue(id, out var call) ? call : null;

    public CallItem? Find(int index) => _byIndex.GetValueOrDefault(index);

    /// <summary>Finds the only call that can still grow. A call known by an index does not continue at another index.</summary>
    public CallItem? FindOnlyOpen(int? index) => (index is null ? _open : _openUnindexed).FindOnly();

    /// <summary>Finds a call that began without an index and continues with one: the only such call, or the one at that position.</summary>
    public CallItem? FindUnindexed(int index) => _unindexed.Find(_unindexed.Count == 1 ? 0 : index);
}
