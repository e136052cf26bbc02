using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Sealing;

namespace Relay.Requests.Chat;

/// <summary>What the assistant thought before a message, put together from the reasoning items before it.</summary>
internal sealed class ChatThought
{
    private static readonly string[] Substance = ["text", "summary", "data"];

    private readonly List<JsonElement> _details = [];

    /// <summary>The reasoning as text; <see langword="null"/> for none.</summary>
    public string? Text { get; private set; }

    /// <summary>Where the vendor had put it; <see cref="ThoughtField.None"/> when nobody knows.</summary>
    public ThoughtField Field { get; private set; }

    /// <summary>Elements of <c>reasoning_details</c>, as the vendor sent them.</summary>
    public IReadOnlyList<JsonElement> Details => _details;

    /// <summary>Adds thoughts behind those there are.</summary>
    /// <param name="text">The thoughts.</param>
    /// <param name="between">What stands between them.</param>
    public void Add(string text, string between)
    {
        // Vendors send blanks where there are no thoughts (Q81).
        if (!string.IsNullOrWhiteSpace(text))
        {
            Text = Text is null ? text : Text + between + text;
        }
    }

    /// <summary>For vendors that insist on the member.</summary>
    public void BeEmpty() => Text = "";

    public void Add(Thought thought, string between)
    {
        Add(thought.Text, between);
        Field = thought.Field is ThoughtField.None ? Field : thought.Field;
        foreach (var detail in thought.Details)
        {
            AddDetail(detail);
        }
    }

    public void Add(ChatThought later, string between)
    {
        Add(later.Text ?? "", between);
        Field = later.Field is ThoughtField.None ? Field : later.Field;
        AddDetails(later);
    }

    /// <summary>Takes what came for the vendor's own use, not what was thought.</summary>
    public void AddDetails(ChatThought later) => later._details.ForEach(AddDetail);

    /// <summary>A signature that came after its text was closed goes back to it; the vendor signed one element, not two.</summary>
    private void AddDetail(JsonElement detail)
    {
        if (_details.Count > 0 && !Substance.Any(name => detail.TryGetProperty(name, out _)))
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
