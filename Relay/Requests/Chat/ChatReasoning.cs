using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Sealing;

namespace Relay.Requests.Chat;

/// <summary>Combines the reasoning items before a message into the reasoning that the message carries.</summary>
internal sealed class ChatReasoning
{
    private static readonly string[] ContentMembers = ["text", "summary", "data"];

    private List<JsonElement>? _details;

    // The members of the last element while signatures are still being added to it.
    private OrderedDictionary<string, JsonElement>? _merged;
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
    public IReadOnlyList<JsonElement> Details
    {
        get
        {
            EndMerging();
            return _details ?? [];
        }
    }

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
        foreach (var detail in reasoning.Details)
        {
            AddDetail(detail);
        }
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
        foreach (var detail in later.Details)
        {
            AddDetail(detail);
        }

        Opaque = later.Opaque ?? Opaque;
    }

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

    /// <summary>
    /// Adds an element. A signature that arrives after its text is merged into the element before it: the vendor signed one element, not
    /// two.
    /// </summary>
    private void AddDetail(JsonElement detail)
    {
        _details ??= [];
        if (_details.Count > 0 && !ContentMembers.Any(name => detail.TryGetProperty(name, out _)))
        {
            Merge(detail);
            return;
        }

        EndMerging();
        _details.Add(detail);
    }

    private void Merge(JsonElement more)
    {
        if (_merged is null)
        {
            _merged = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
            AddMembers(_details![^1]);
        }

        AddMembers(more);
    }

    private void AddMembers(JsonElement element)
    {
        foreach (var member in element.EnumerateObject())
        {
            _merged![member.Name] = member.Value;
        }
    }

    private void EndMerging()
    {
        if (_merged is null)
        {
            return;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _merged)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        _details![^1] = JsonElement.Parse(json.WrittenSpan, VendorJsonOptions.Document);
        _merged = null;
    }
}
