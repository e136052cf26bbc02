using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>One place where a check failed: the check, the place, the expected value and the received value.</summary>
public sealed record Finding
{
    /// <summary>The check's kebab-case id, such as <c>sequence-gap</c>; the same in code, scenarios, reports and docs.</summary>
    public required string Check { get; init; }

    /// <summary>How much it weighs.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Whether it is about the case's outcome or about a rule that holds for every stream.</summary>
    public FindingKind Kind { get; init; } = FindingKind.Outcome;

    /// <summary>One sentence that stands by itself.</summary>
    public required string Message { get; init; }

    /// <summary>The turn, from 1.</summary>
    public int Turn { get; init; } = 1;

    /// <summary>The index of the event it is about, from 0; <see langword="null"/> if it is not about a single event.</summary>
    public int? Event { get; init; }

    /// <summary>
    /// The type of that event, such as <c>response.output_item.added</c>; put in from the recording when the run is written.
    /// </summary>
    public string? EventType { get; init; }

    /// <summary>The byte offset in the body of the relay's answer.</summary>
    public long? Offset { get; init; }

    /// <summary>
    /// The JSON path of the member it is about, such as <c>sequence_number</c> or <c>item.call_id</c>; <see langword="null"/> when it is
    /// about no single member.
    /// </summary>
    public string? Member { get; init; }

    /// <summary>How many events of the stream have the same fault; the place is that of the first.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The expected value, as readable text.</summary>
    public string? Expected { get; init; }

    /// <summary>The received value, as readable text.</summary>
    public string? Received { get; init; }

    /// <summary>The upstream step the relay had last been sent when it wrote that event.</summary>
    public StepReference? After { get; init; }

    /// <summary>
    /// The variation under which the events differ, with the first byte that matters; <see langword="null"/> for every other finding.
    /// </summary>
    public VariationReference? Variation { get; init; }

    /// <summary>The rule's source, such as <c>V04</c> or <c>chat#delta-tool_calls</c>.</summary>
    public string? Spec { get; init; }

    /// <summary>Why the finding is expected, from the list of known failures; <see langword="null"/> when it is not.</summary>
    public string? Known { get; init; }
}

/// <summary>The two questions that are asked of an answer.</summary>
[JsonConverter(typeof(SnakeCaseConverter<FindingKind>))]
public enum FindingKind
{
    /// <summary>A difference between the outcome and the expectation; decides the case's verdict.</summary>
    Outcome,

    /// <summary>A rule that holds for every stream is broken; counted once over the whole run.</summary>
    Rule,
}

/// <summary>How much a finding weighs.</summary>
[JsonConverter(typeof(SnakeCaseConverter<Severity>))]
public enum Severity
{
    /// <summary>The case fails.</summary>
    Error,

    /// <summary>Told; real services do it too.</summary>
    Warning,

    /// <summary>Matters to some clients only; reported and never fails.</summary>
    Profile,
}

/// <summary>A presentation of the upstream's body, and the first byte at which a relay takes it for something else.</summary>
/// <param name="Word">The variation as <c>--vary</c> takes it, such as <c>newlines</c>.</param>
/// <param name="Form">Which of its forms it is, such as <c>CRLF</c>; empty for the only one.</param>
/// <param name="Offset">The offset in the upstream's body.</param>
/// <param name="Was">The bytes in the plain body.</param>
/// <param name="Now">The bytes in the variation.</param>
public sealed record VariationReference(string Word, string Form, int Offset, string Was, string Now);

/// <summary>A step of the script, as a message names it.</summary>
/// <param name="Number">The step's number within its exchange, from 1.</param>
/// <param name="File">The scenario's file.</param>
/// <param name="Line">The line of the step.</param>
/// <param name="Text">The step as written.</param>
public sealed record StepReference(int Number, string File, int Line, string Text);
