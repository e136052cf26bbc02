namespace Relay.Contract;

/// <summary>Specifies whether a request asks for a compaction of its conversation, and in which form.</summary>
public enum CompactionForm
{
    /// <summary>The request asks for an answer.</summary>
    None,

    /// <summary>A <c>compaction_trigger</c> is the last item: the response has one item of type <c>compaction</c>.</summary>
    Item,

    /// <summary>The request came to <c>/responses/compact</c>: the answer is an object of its own, <c>response.compaction</c>.</summary>
    Resource,
}
