using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Shapes;

/// <summary>The parts of items, the annotations of a text and its log probabilities.</summary>
internal static class PartShapes
{
    private static readonly MemberShape Type = new("type", JsonKinds.Name, Demand.OpenAi);
    private static readonly MemberShape Text = new("text", JsonKinds.Text, Demand.OpenAi);

    private static readonly ObjectShape TopLogprob = new(
        ShapeOwner.Part,
        "A log probability",
        [new("token", JsonKinds.Text), new("logprob", JsonKinds.Number), new("bytes", JsonKinds.List, Nulls: Nulls.Allowed)]);

    private static readonly Dictionary<string, IReadOnlyList<MemberShape>> Annotations = new(StringComparer.Ordinal)
    {
        ["url_citation"] = [Name("url"), new("title", JsonKinds.Text, Demand.OpenAi), Place("start_index"), Place("end_index")],
        ["file_citation"] = [Name("file_id"), new("filename", JsonKinds.Text, Demand.OpenAi), Place("index")],
        ["container_file_citation"] = [
            Name("container_id"),
            Name("file_id"),
            new("filename", JsonKinds.Text, Demand.OpenAi),
            Place("start_index"),
            Place("end_index"),
        ],
        ["file_path"] = [Name("file_id"), Place("index")],
    };

    /// <summary>One token with its log probability.</summary>
    public static ObjectShape Logprob { get; } = new(
        ShapeOwner.Part,
        "A log probability",
        [
            new("token", JsonKinds.Text, Demand.OpenAi), new("logprob", JsonKinds.Number, Demand.OpenAi),
            new("bytes", JsonKinds.List, Nulls: Nulls.Allowed),
            new("top_logprobs", JsonKinds.List, Nulls: Nulls.Allowed) { Elements = TopLogprob },
        ]);

    /// <summary>An annotation of any type.</summary>
    public static ObjectShape Annotation { get; } = new(
        ShapeOwner.Part,
        static json => $"An annotation of type {json.Member("type").Text() ?? "unknown"}",
        static json => json.Member("type").Text() is { Length: > 0 } type ? Annotations.GetValueOrDefault(type, []) : [Type]);

    private static readonly IReadOnlyList<MemberShape> OutputText =
    [
        Text,
        new("annotations", JsonKinds.List, Demand.List) { Elements = Annotation },
        new("logprobs", JsonKinds.List, Demand.OpenResponses) { Elements = Logprob },
    ];

    /// <summary>A part of any type.</summary>
    public static ObjectShape Part { get; } = new(
        ShapeOwner.Part, static json => $"A part of type {json.Member("type").Text() ?? "unknown"}", Members);

    private static IReadOnlyList<MemberShape> Members(JsonElement part) => part.Member("type").Text() switch
    {
        null or "" => [Type],
        "output_text" => OutputText,
        "refusal" => [new("refusal", JsonKinds.Text, Demand.OpenAi)],
        "reasoning_text" or "summary_text" => [Text],
        _ => [],
    };

    private static MemberShape Name(string name) => new(name, JsonKinds.Name, Demand.OpenAi);

    private static MemberShape Place(string name) => new(name, JsonKinds.Count, Demand.OpenAi);
}
