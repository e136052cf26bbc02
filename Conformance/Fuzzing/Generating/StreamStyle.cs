namespace Conformance.Fuzzing.Generating;

/// <summary>The style of one generated stream. It is chosen once, so that a stream is as uniform as a real one.</summary>
internal sealed record StreamStyle
{
    /// <summary>The ways vendors send tool calls.</summary>
    public enum Calls
    {
        /// <summary>Id and name in the first element, the index in each, as OpenAI does.</summary>
        Proper,

        /// <summary>Id and name in every element.</summary>
        RepeatsAll,

        /// <summary>The id in every element.</summary>
        RepeatsId,

        /// <summary>No index.</summary>
        NoIndex,

        /// <summary>No id.</summary>
        NoId,

        /// <summary>Index 0 for all calls.</summary>
        IndexZero,

        /// <summary>The same id for all calls.</summary>
        SameId,

        /// <summary>The first index is 1.</summary>
        FromOne,

        /// <summary>The arguments as a JSON object.</summary>
        Object,

        /// <summary>The deprecated member <c>function_call</c>.</summary>
        Function,

        /// <summary>All calls whole in one chunk.</summary>
        Together,

        /// <summary>Members without a value are null or empty.</summary>
        Nulls,

        /// <summary>The name in pieces.</summary>
        NameInPieces,

        /// <summary>Each element draws anew which members it has.</summary>
        Wild,
    }

    /// <summary>Whether the first chunk names the role.</summary>
    public required bool NamesRole { get; init; }

    /// <summary>
    /// The member that contains reasoning; <c>details</c>, <c>object</c>, <c>parts</c> and <c>tags</c> are different shapes.
    /// </summary>
    public required string Reasoning { get; init; }

    /// <summary>The style of tool calls.</summary>
    public required Calls CallStyle { get; init; }

    /// <summary>Whether pieces of several calls are mixed.</summary>
    public required bool Interleaves { get; init; }

    /// <summary>The place of the token counts: <c>alone</c>, <c>finish</c>, <c>groq</c>, <c>none</c>.</summary>
    public required string Usage { get; init; }

    /// <summary>In how many of a hundred texts markup is put.</summary>
    public required int Markup { get; init; }

    /// <summary>In how many of a hundred deltas a rarer form is taken.</summary>
    public required int Oddity { get; init; }

    /// <summary>Returns a style.</summary>
    public static StreamStyle Of(FuzzRandom random) => new()
    {
        NamesRole = random.NextChance(60),
        Reasoning = random.Pick("reasoning_content", "reasoning_content", "reasoning", "reasoning", "object", "details", "parts", "tags"),
        CallStyle = random.NextChance(45) ? Calls.Proper : random.Pick(Enum.GetValues<Calls>()),
        Interleaves = random.NextChance(25),
        Usage = random.Pick("alone", "alone", "finish", "groq", "none"),
        Markup = random.NextChance(20) ? 40 : 0,
        Oddity = random.Pick(0, 5, 30),
    };
}
