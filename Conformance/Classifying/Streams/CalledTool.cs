using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Classifying.Streams;

/// <summary>One tool call that pieces add up to: by index, else by id, else the latest one.</summary>
internal sealed class CalledTool
{
    private readonly List<CallPiece> _pieces = [];

    /// <summary>The pieces in order; never empty.</summary>
    public IReadOnlyList<CallPiece> Pieces => _pieces;

    /// <summary>The first piece.</summary>
    public CallPiece Opener => _pieces[0];

    /// <summary>All pieces but the first.</summary>
    public IEnumerable<CallPiece> Continuations => _pieces.Skip(1);

    /// <summary>The first id that is not empty.</summary>
    public string? Id => _pieces.Select(static piece => piece.Id.Text()).FirstOrDefault(static id => id is { Length: > 0 });

    /// <summary>The first name that is not empty.</summary>
    public string? Name => _pieces.Select(static piece => piece.Name.Text()).FirstOrDefault(static name => name is { Length: > 0 });

    /// <summary>The arguments that came as text, joined.</summary>
    public string Arguments => string.Concat(_pieces.Select(static piece => piece.Text));

    /// <summary>Collects the calls of all deltas, in the order of their first pieces.</summary>
    public static IReadOnlyList<CalledTool> Gather(IEnumerable<ChoiceDelta> deltas)
    {
        List<CalledTool> calls = [];
        foreach (var piece in deltas.SelectMany(static delta =>
            delta.CallElements.Where(static element => element.IsObject()).Select(element => new CallPiece(delta, element))))
        {
            var call = Find(calls, piece);
            if (call is null)
            {
                calls.Add(call = new CalledTool());
            }

            call._pieces.Add(piece);
        }

        return calls;
    }

    private static CalledTool? Find(List<CalledTool> calls, CallPiece piece)
    {
        var id = piece.Id.Text() is { Length: > 0 } given ? given : null;
        var name = piece.Name.Text() is { Length: > 0 } called ? called : null;
        bool IsOfChoice(CalledTool call) => call.Opener.Delta.Index == piece.Delta.Index;
        if (piece.Index.Integer() is { } index)
        {
            var last = calls.FindLast(call => IsOfChoice(call) && call.Opener.Index.Integer() == index);
            var isAnotherId = id is not null && last?.Id is { } known && known != id && name is not null;
            var isAnotherName = id is null
                && name is not null
                && last is { Id: null }
                && last.Name is not null
                && VendorJson.Parse(last.Arguments).IsObject()
                && piece.Text.Length > 0;
            return isAnotherId || isAnotherName ? null : last;
        }

        return id is not null ? calls.FindLast(call => IsOfChoice(call) && call.Id == id)
            : name is null ? calls.FindLast(IsOfChoice)
            : null;
    }
}

/// <summary>One element of <c>tool_calls</c>.</summary>
/// <param name="Delta">The choice of the chunk it stands in.</param>
/// <param name="Element">The element.</param>
internal sealed record CallPiece(ChoiceDelta Delta, JsonElement Element)
{
    /// <summary>The index.</summary>
    public JsonElement Index => Element.Member("index");

    /// <summary>The id.</summary>
    public JsonElement Id => Element.Member("id");

    /// <summary>The function's name.</summary>
    public JsonElement Name => Element.Member("function").Member("name");

    /// <summary>The arguments.</summary>
    public JsonElement Arguments => Element.Member("function").Member("arguments");

    /// <summary>The arguments as text; empty when they are none.</summary>
    public string Text => Arguments.Text() ?? "";

    /// <summary>The offset of the chunk.</summary>
    public int Offset => Delta.Offset;
}
