using System.Text;
using Relay.Json;
using Relay.Policies;

namespace Relay.Translating.Calls;

/// <summary>
/// Joins the name of a call, which vendors send once, again with every delta (Q20), in pieces (Q21) or empty (Q22). By default the first
/// piece is the name, unless the joined pieces are a declared tool and the first is not.
/// </summary>
internal sealed class CallName(ToolNames names)
{
    private byte[] _first = [];
    private string _joined = "";
    private string _value = "";
    private StringBuilder? _pieces;
    private string? _resolvedFrom;
    private string _resolved = "";

    /// <summary>The name as far as it has arrived; the declared one that it stands for, if there is one.</summary>
    public string Value
    {
        get
        {
            if (_pieces is not null && _pieces.Length > _value.Length)
            {
                _value = _pieces.ToString();
            }

            if (!ReferenceEquals(_resolvedFrom, _value))
            {
                (_resolvedFrom, _resolved) = (_value, names.Resolve(_value));
            }

            return _resolved;
        }
    }

    public bool IsKnown => _value.Length > 0;

    /// <summary>Returns whether a piece equals the first piece of the name.</summary>
    public bool Matches(ReadOnlySpan<byte> piece) => IsKnown && piece.SequenceEqual(_first);

    /// <summary>Returns whether a piece can continue the name of a declared tool of which only a part has arrived.</summary>
    public bool CanContinueWith(ReadOnlySpan<byte> piece)
    {
        if (names.Policy is not ToolName.Auto || !IsKnown || names.IsDeclared(Value))
        {
            return false;
        }

        var joined = _joined + JsonText.Decode(piece);
        return names.IsDeclared(joined) || names.IsStartOfDeclared(joined);
    }

    public void Append(ReadOnlySpan<byte> piece, bool hasArguments)
    {
        if (!IsKnown)
        {
            _first = piece.ToArray();
            _joined = _value = JsonText.Decode(piece);
        }
        else if (names.Policy is ToolName.Concat)
        {
            (_pieces ??= new StringBuilder(_value)).Append(JsonText.Decode(piece));
        }
        else if (!hasArguments && CanContinueWith(piece))
        {
            _joined += JsonText.Decode(piece);
            _value = names.IsDeclared(_joined) ? _joined : _value;
        }
    }

    /// <summary>Returns whether no later piece can change the name.</summary>
    public bool IsSettled(bool hasArguments) => IsKnown && (hasArguments || names.Policy switch
    {
        ToolName.First => true,
        ToolName.Concat => false,
        _ => names.IsDeclared(Value) || !names.IsStartOfDeclared(_joined),
    });
}
