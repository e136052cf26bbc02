using System.Text;
using System.Text.Json;
using Relay.Sealing;

namespace Relay.Requests.Chat;

/// <summary>Combines the reasoning items before a message into the reasoning that the message carries.</summary>
internal sealed class ChatReasoning
{
    private SignedElements? _details;
    private SignedElements? _blocks;
    private string? _text;

    // The text while pieces are still being added to it.
    private StringBuilder? _joined;

    /// <summary>The reasoning as text; <see langword="null"/> if there is none.</summary>
    public string? Text
    {
        get
        {
            if (_joined is not null)
            {
                (_text, _joined) = (_joined.ToString(), null);
            }

            return _text;
        }
    }

    /// <summary>The member in which the vendor had sent it; <see cref="ReasoningLocation.None"/> if unknown.</summary>
    public ReasoningLocation Field { get; private set; }

    /// <summary>The value of <c>reasoning_opaque</c>, if the vendor sent one.</summary>
    public string? Opaque { get; private set; }

    /// <summary>The elements of <c>reasoning_details</c> as the vendor sent them.</summary>
    public IReadOnlyList<JsonElement> Details => _details?.Elements ?? [];

    /// <summary>The elements of <c>thinking_blocks</c> as the vendor sent them. One without its signature is worth nothing.</summary>
    public IReadOnlyList<JsonElement> Blocks => _blocks is null ? [] : [.. _blocks.Elements.Where(IsWhole)];

    /// <summary>Appends text to the reasoning.</summary>
    /// <param name="text">The text to append.</param>
    /// <param name="separator">The text between the existing reasoning and the appended text.</param>
    public void Add(string text, string separator)
    {
        // Vendors send blanks where there is no reasoning (Q81).
        if (!string.IsNullOrWhiteSpace(text))
        {
            Append(text, separator);
        }
    }

    /// <summary>Sets empty reasoning, for vendors that require the member.</summary>
    public void SetEmpty() => SetText("");

    /// <summary>Sets the text of the reasoning, even if it is blank.</summary>
    public void SetText(string text) => (_text, _joined) = (text, null);

    public void Add(VendorReasoning reasoning, string separator)
    {
        Add(reasoning.Text, separator);
        Field = reasoning.Field is ReasoningLocation.None ? Field : reasoning.Field;
        Opaque = reasoning.Opaque.Length > 0 ? reasoning.Opaque : Opaque;
        AddElements(reasoning.Details, reasoning.Blocks);
    }

    public void Add(ChatReasoning later, string separator)
    {
        Add(later.Text ?? "", separator);
        Field = later.Field is ReasoningLocation.None ? Field : later.Field;
        AddDetails(later);
    }

    /// <summary>Adds only the vendor-specific elements, not the text.</summary>
    public void AddDetails(ChatReasoning later)
    {
        AddElements(later.Details, later._blocks?.Elements ?? []);
        Opaque = later.Opaque ?? Opaque;
    }

    // A signature that arrives after its text belongs to the element before it: the vendor signed one element, not two.
    private void AddElements(IReadOnlyList<JsonElement> details, IReadOnlyList<JsonElement> blocks)
    {
        foreach (var detail in details)
        {
            (_details ??= new SignedElements()).Add(detail, isOfLast: !HasAny(detail, "text", "summary", "data"));
        }

        foreach (var block in blocks)
        {
            var isOfLast = _blocks is { Elements: [.., var last] } && !IsWhole(last) && !HasAny(last, "data") && IsSignature(block);
            (_blocks ??= new SignedElements()).Add(block, isOfLast);
        }
    }

    private static bool HasAny(JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.TryGetProperty(name, out _))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWhole(JsonElement block) => HasAny(block, "data") || GetText(block, "signature").Length > 0;

    private static bool IsSignature(JsonElement block) => !HasAny(block, "data") && GetText(block, "thinking").Length == 0;

    private static string GetText(JsonElement block, string name) =>
        block.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString()! : "";

    private void Append(string text, string separator)
    {
        if (_joined is null && _text is null)
        {
            _text = text;
            return;
        }

        _joined ??= new StringBuilder(_text);
        _joined.Append(separator).Append(text);
    }
}
