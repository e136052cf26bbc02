using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Sealing;

namespace Relay.Requests.Chat;

/// <summary>What the assistant thought before a message, put together from the reasoning items before it.</summary>
internal sealed class ChatReasoning
{
    private static readonly string[] ContentMembers = ["text", "summary", "data"];

    private readonly List<JsonElement> _details = [];

    /// <summary>The reasoning as text; <see langword="null"/> for none.</summary>
    public string? Text { get; private set; }

    /// <summary>Where the vendor had put it; <see cref="ReasoningLocation.None"/> when nobody knows.</summary>
    public ReasoningLocation Field { get; private set; }

    /// <summary>Elements of <c>reasoning_details</c>, as the vendor sent them.</summary>
    public IReadOnlyList<JsonElement> Details => _details;

    /// <summary>Adds thoughts behind those there are.</summary>
    /// <param name="text">The thoughts.</param>
    /// <param name="separator">What stands separator them.</param>
    public void Add(string text, string separator)
    {
        // Vendors send blanks where there are no thoughts (Q81).
        if (!string.IsNullOrWhiteSpace(text))
        {
            Text = Text is null ? text : Text + separator + text;
        }
    }

    /// <summary>For vendors that insist on the member.</summary>
    public void SetEmpty() => Text = "";

    public void Add(VendorReasoning reasoning, string separator)
    {
        Add(reasoning.Text, separator);
        Field = reasoning.Field is ReasoningLocation.None ? Field : reasoning.Field;
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

    /// <summary>Takes what came for the vendor's own use, not what was reasoning.</summary>
    public void AddDetails(ChatReasoning later) => later._details.ForEach(AddDetail);

    /// <summary>A signature that came after its text was closed goes back to it; the vendor signed one element, not two.</summary>
    private void AddDetail(JsonElement detail)
    {
        if (_details.Count > 0 && !ContentMembers.Any(name => detail.TryGetProperty(name, out _)))
        {
            _details[^1] = Merge(_details[^1], detail);
            return;
        }

        _details.Add(detail);
    }

    private static JsonElement Merge(JsonElement element, JsonElement more)
    {
        var members = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject().Concat(more.EnumerateObject()))
        {
            members[member.Name] = member.Value;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(json.WrittenSpan, new JsonDocumentOptions { MaxDepth = 1024 });
    }
}
