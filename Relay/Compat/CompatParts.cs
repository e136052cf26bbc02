using Relay.Contract;
using Relay.Policies;
using Relay.Profiles;

namespace Relay.Compat;

/// <summary>The parts that several copies of older systems have in common.</summary>
internal static class CompatParts
{
    /// <summary>
    /// The timeouts of Codex's chat clients: the caller waits for an answer as long as it takes and receives a rejection as such. Then one
    /// timeout applies, from event to event.
    /// </summary>
    public static PresetSetting[] PatientCall { get; } =
    [
        new("early_headers_ms", "0"),
        new("connect_ms", "0"),
        new("first_byte_ms", "0"),
        new("transport_idle_ms", "0"),
        new("progress_idle_ms", "300000"),
    ];

    /// <summary>These systems sent what they received, whatever the vendor said to it.</summary>
    public static PresetSetting[] UnrepairedRequest { get; } =
    [
        new("broken_arguments", "pass"),
        new("empty_messages", "keep"),
        new("image_detail", "pass"),
        new("tool_schema", "typed"),
    ];

    /// <summary>How requests were handled when these systems were copied. Their own components for requests are not reproduced.</summary>
    public static PresetSetting[] FormerDefaults { get; } =
    [
        new("hosted_tools", "refuse"),
        new("newer_items", "unknown"),
        new("unknown_item", "refuse"),
    ];

    /// <summary>
    /// Returns the profile with another translator. None of these systems knew the relay's policies on how a response ends.
    /// </summary>
    public static RelayProfile WithTranslator(
        this RelayProfile profile, StreamOpening opening, Func<TranslatorSettings, IResponseTranslator> create) =>
        profile with
        {
            CreateTranslator = create,
            Opening = opening,
            CreateFrameReader = static (maxEventBytes, _) => new StrictSseReader(maxEventBytes),
            AcceptsFilteredPrompts = false,
        };
}
