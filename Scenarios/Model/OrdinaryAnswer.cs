using System.Text.Json;

namespace Scenarios.Model;

/// <summary>
/// Recognises answers that are the same as a stream and as one body: reasoning, then text, then calls, then one finish reason, without
/// anything that only a stream can express.
/// </summary>
internal static class OrdinaryAnswer
{
    private static readonly string[] Reasons = ["stop", "tool_calls", "length"];

    /// <summary>Returns whether the steps are such an answer.</summary>
    public static bool IsOrdinary(IEnumerable<UpstreamStep> steps)
    {
        var reader = new Reader();
        return FlattenBursts(steps).All(reader.Accepts) && reader.IsFinished;
    }

    private static IEnumerable<UpstreamStep> FlattenBursts(IEnumerable<UpstreamStep> steps) =>
        steps.SelectMany(static step => step is BurstStep burst ? FlattenBursts(burst.Steps) : [step]);

    private sealed class Reader
    {
        private Stage _stage;
        private string? _field;
        private int? _index;
        private string _arguments = "";

        private enum Stage
        {
            Reasoning,
            Text,
            Calls,
            Finished,
        }

        public bool IsFinished => _stage == Stage.Finished;

        public bool Accepts(UpstreamStep step) => step switch
        {
            ReasoningStep reasoning => Reach(Stage.Reasoning) && (_field ??= reasoning.Field) == reasoning.Field,
            TextStep or RefusalStep => Reach(Stage.Text),
            ToolStep tool => Reach(Stage.Calls) && Accepts(tool),
            DeltaStep { Delta: { ValueKind: JsonValueKind.Object } delta } =>
                _stage == Stage.Reasoning && delta.EnumerateObject().All(IsOpener),
            FinishStep { Reason: { ValueKind: JsonValueKind.String } reason } =>
                _stage != Stage.Finished
                    && Reach(Stage.Finished)
                    && AreArguments()
                    && Reasons.Contains(reason.GetString(), StringComparer.Ordinal),
            UsageStep or DoneStep { Sentinel: "[DONE]" } => IsFinished,
            CommentStep or FlushStep => true,
            _ => false,
        };

        private bool Reach(Stage stage)
        {
            var isInOrder = stage >= _stage;
            _stage = stage;
            return isInOrder;
        }

        /// <summary>Returns a call is named once, and continued by its index alone or without one.</summary>
        private bool Accepts(ToolStep tool)
        {
            int? index = tool.Index is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
            if (tool.Args is { ValueKind: not JsonValueKind.String })
            {
                return false;
            }

            if (tool is { Id.ValueKind: JsonValueKind.String, Name.ValueKind: JsonValueKind.String }
                && index is { } opened
                && opened == (_index + 1 ?? 0))
            {
                _index = opened;
                return AreArguments() && Append(tool);
            }

            return Append(tool) && tool is { Id: null, Name: null } && _index is not null && (tool.Index is null || index == _index);
        }

        private bool Append(ToolStep tool)
        {
            _arguments += tool.Args?.GetString();
            return true;
        }

        /// <summary>Returns whether the arguments so far are one JSON value or nothing; the next call begins with none.</summary>
        private bool AreArguments()
        {
            var arguments = _arguments;
            _arguments = "";
            try
            {
                return arguments.Length == 0 || JsonElement.Parse(arguments).ValueKind == JsonValueKind.Object;
            }
            catch (JsonException)
            {
                return false;
            }
        }

        private static bool IsOpener(JsonProperty member) =>
            member.Name == "role"
                || (member.Name == "content"
                    && (member.Value.ValueKind == JsonValueKind.Null
                        || (member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals(""))));
    }
}
