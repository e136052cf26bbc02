using System.Buffers;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Translating.Items;
using Relay.Translating.Text;

namespace Relay.Translating.Deltas;

/// <summary>
/// Finds calls that a model wrote into its reasoning (Q172). A model also thinks about calls that it does not make, so only the blocks at
/// the end of the reasoning count, and only if nothing follows them. Until that is known they are held back.
/// </summary>
internal sealed class ReasoningMarkup : IMarkupSink
{
    private readonly MarkupHealer _healer;
    private readonly OpenItems _items;

    // The blocks at the end of the reasoning so far, with the white space around them, and their calls.
    private readonly ArrayBufferWriter<byte> _blocks = new();
    private List<MarkupCall> _calls = [];

    // The calls of the latest blocks that something followed.
    private List<MarkupCall> _passed = [];

    private ReasoningMarkup(MarkupHealer healer, OpenItems items)
    {
        _healer = healer;
        _items = items;
    }

    /// <summary>Returns an instance; <see langword="null"/> if the policy is off or no tools are declared.</summary>
    public static ReasoningMarkup? Create(HealMarkup policy, ResponseEcho echo, OpenItems items) =>
        MarkupHealer.Create(policy, echo, keepsBlanks: true) is { } healer ? new ReasoningMarkup(healer, items) : null;

    /// <summary>The length of the reasoning that is held back.</summary>
    public int HeldLength => _blocks.WrittenCount + _healer.Held.Length;

    /// <summary>The blocks that are held back.</summary>
    public ReadOnlySpan<byte> Blocks => _blocks.WrittenSpan;

    /// <summary>The reasoning after these blocks that is held back.</summary>
    public ReadOnlySpan<byte> Rest => _healer.Held;

    /// <summary>Appends reasoning.</summary>
    public void Append(ReadOnlySpan<byte> token) => _healer.Feed(token, this);

    /// <summary>Writes all reasoning that is held back, because visible output follows.</summary>
    public void Release()
    {
        if (HeldLength > 0)
        {
            _healer.Flush(this);
            ReleaseBlocks();
        }
    }

    /// <summary>Ends the reasoning and writes everything that is not a call.</summary>
    /// <param name="isMeant">Whether blocks at the end of the reasoning are calls: the answer is complete and has no other call.</param>
    /// <param name="isAnnounced">Whether the finish reason announces a call. Then earlier blocks are calls too.</param>
    /// <returns>The calls in the reasoning.</returns>
    public IReadOnlyList<MarkupCall> End(bool isMeant, bool isAnnounced)
    {
        _healer.Flush(this);
        var calls = isMeant ? _calls : [];
        if (calls.Count == 0)
        {
            ReleaseBlocks();
        }

        return isMeant && isAnnounced && calls.Count == 0 ? _passed : calls;
    }

    private bool HasCalls => _calls.Count > 0;

    void IMarkupSink.AppendText(ReadOnlySpan<byte> token)
    {
        if (HasCalls && JsonText.IsBlank(token))
        {
            _blocks.Write(token);
            return;
        }

        ReleaseBlocks();
        if (!token.IsEmpty)
        {
            _items.AppendReasoning(token);
        }
    }

    void IMarkupSink.AddCalls(IReadOnlyList<MarkupCall> calls, ReadOnlySpan<byte> block)
    {
        _calls.AddRange(calls);
        _blocks.Write(block);
    }

    private void ReleaseBlocks()
    {
        if (HasCalls)
        {
            _items.AppendReasoning(_blocks.WrittenSpan);
            _blocks.ResetWrittenCount();
            (_passed, _calls) = (_calls, []);
        }
    }
}
