using System.Text;
using System.Text.Json;
using Conformance.Reading;
using Scenarios.Model;

namespace Conformance.Fuzzing.Proving;

/// <summary>Collects what the chunks of one answer prove.</summary>
internal sealed class ChunkProof
{
    private readonly HashSet<string> _finishes = new(StringComparer.Ordinal);
    private readonly CertainText _text = new();
    private readonly CertainText _reasoning = new();
    private readonly CertainCalls _calls = new();
    private string? _reasoningField;
    private (long, long)? _usage;
    private bool _hasError;
    private bool _hasLoss;
    private bool _isOdd;
    private bool _isExact;
    private bool _hasRefusal;
    private bool _isTail;
    private int _rank;
    private bool _isMixed;
    private bool _isUnclear;

    /// <summary>Whether the sentinel came; nothing after it counts.</summary>
    public bool HasSentinel { get; private set; }

    /// <summary>Marks the following payload as cut by the end of the body. After a finish reason it can only be usage.</summary>
    public void BeginTail() => _isTail = true;

    /// <summary>Records an error of the upstream.</summary>
    public void NoteError() => _hasError = true;

    /// <summary>Records a payload that is not JSON.</summary>
    /// <param name="mayHoldWords">Whether it may have been a chunk.</param>
    public void NoteUnreadable(bool mayHoldWords)
    {
        _hasLoss |= mayHoldWords && !(_isTail && _finishes.Count > 0);
        _isOdd = true;
    }

    /// <summary>Records a line that is not a field of an event.</summary>
    /// <param name="mayBeData">Whether a lenient reader may take it for data.</param>
    public void NoteOddLine(bool mayBeData)
    {
        _isOdd = true;
        _isUnclear |= mayBeData;
    }

    /// <summary>Records the sentinel.</summary>
    public void TakeSentinel(bool isExact)
    {
        HasSentinel = true;
        _isExact = isExact;
    }

    /// <summary>Adds one chunk.</summary>
    public void AddChunk(JsonElement chunk)
    {
        if (!chunk.IsObject())
        {
            _isOdd |= chunk.ValueKind != JsonValueKind.Null;
            return;
        }

        TakeError(chunk.Member("error"));
        _hasError |= chunk.Member("object").Text() == "error" || chunk.Member("type").Text() == "error";
        _isOdd |= chunk.Member("choices") is var choices && choices.HasValue() && !choices.IsArray();
        TakeUsage(chunk.Member("usage"));
        TakeUsage(chunk.Member("x_groq").Member("usage"));
        foreach (var choice in chunk.Member("choices").Elements())
        {
            if (choice.IsObject() && (choice.Member("index").Integer() ?? 0) == 0)
            {
                TakeChoice(choice);
            }
            else
            {
                _isOdd = true;
            }
        }
    }

    /// <summary>Concludes.</summary>
    /// <param name="isTerminated">Whether the last event had its blank line.</param>
    /// <param name="end">The end of the connection.</param>
    public UpstreamProof Conclude(bool isTerminated, CloseKind end)
    {
        if (_hasError)
        {
            return new UpstreamProof { MayFail = true, MayComplete = false };
        }

        if (_isUnclear)
        {
            return new UpstreamProof { MayComplete = true, MayBeCut = true, MayFail = true };
        }

        var cut = _finishes.Any(static reason => reason is "length" or "max_tokens" or "content_filter");
        var calls = _calls.Read(mayBeEmpty: !cut);
        var isProven = _finishes.Count > 0 || HasSentinel;
        var isOpen = _isOdd || _hasLoss || !isTerminated || calls is null || end is not (CloseKind.Clean or CloseKind.Never)
            || _finishes.Count != 1;
        var failed = _finishes.Contains("error");
        var other = _finishes.Any(static reason => reason is not ("length" or "max_tokens" or "content_filter" or "error"))
            || (HasSentinel && _finishes.Count == 0);
        var isCertain = !isOpen && !_hasRefusal;

        // The call that the finish reason names is missing, so that the answer may have lost it.
        var lacksCall = calls is not { Count: > 0 } && _finishes.Any(static reason => reason is "tool_calls" or "function_call");
        return new UpstreamProof
        {
            MayComplete = isProven && other && !_hasLoss,
            MayBeCut = isProven && (cut || (_hasLoss && other)),
            MayFail = !isProven || failed || isOpen || lacksCall || _finishes.Contains("odd_reason"),
            IsSound = isCertain
                && !lacksCall
                && _isExact
                && !_isMixed
                && _reasoning.Value is not null
                && _text.Value is not null
                && !_finishes.Contains("odd_reason")
                && !failed,
            Text = isCertain ? WithoutTags(_text.Value) : null,
            Reasoning = isCertain && !_isMixed && WithoutTags(_text.Value) is not null ? _reasoning.Value : null,
            Calls = isCertain ? calls : null,
            Usage = isCertain ? _usage : null,
        };
    }

    // A policy decides how text after the begin of a reasoning tag is read.
    private static string? WithoutTags(string? text) =>
        text is null || text.Contains("<th", StringComparison.Ordinal) || text.Contains("</", StringComparison.Ordinal) ? null : text;

    /// <summary>
    /// Records an error. Vendors send null, false, "" and {} without an error, and relays may or may not treat these as errors.
    /// </summary>
    private void TakeError(JsonElement error)
    {
        var isEmpty = error.ValueKind is JsonValueKind.False or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.Array
            || error.Text() is ""
            || (error.IsObject() && !error.EnumerateObject().Any());
        _hasError |= error.HasValue() && !isEmpty;
        _isOdd |= isEmpty;
    }

    private void TakeUsage(JsonElement usage)
    {
        if (usage.IsObject() && usage.Member("prompt_tokens").Integer() is { } prompt
            && usage.Member("completion_tokens").Integer() is { } completion)
        {
            _usage = (prompt, completion);
        }
    }

    private void TakeChoice(JsonElement choice)
    {
        var delta = choice.Member("delta");
        _isOdd |= choice.Member("message").HasValue() || (delta.HasValue() && !delta.IsObject());
        if (delta.IsObject())
        {
            TakeDelta(delta);
        }

        if (choice.Member("finish_reason").Text() is { Length: > 0 } reason)
        {
            _finishes.Add(reason);
        }
    }

    private void TakeDelta(JsonElement delta)
    {
        // Only some relays count content after a finish reason as part of the answer.
        var isLate = _finishes.Count > 0;
        _hasRefusal |= delta.Member("refusal").HasValue();
        _text.AddText(delta.Member("content"), isLate);
        TakeReasoning(delta, isLate);
        Rank(delta);
        if (delta.Member("function_call").HasValue() || (isLate && delta.Member("tool_calls").HasValue()))
        {
            _calls.MarkUncertain();
        }

        _calls.AddDeltas(delta.Member("tool_calls"));
    }

    /// <summary>
    /// Records the order of content. One body has its reasoning before its text, and its calls last; a stream may have any order.
    /// </summary>
    private void Rank(JsonElement delta)
    {
        foreach (var (rank, member) in (ReadOnlySpan<(int, string)>)[
            (1, "reasoning_content"),
            (1, "reasoning"),
            (2, "content"),
            (3, "tool_calls"),
        ])
        {
            if (delta.Member(member) is var value && value.HasValue() && value.Text() is not "")
            {
                _isMixed |= rank < _rank;
                _rank = rank;
            }
        }
    }

    private void TakeReasoning(JsonElement delta, bool isLate)
    {
        if (delta.Member("reasoning_details").HasValue())
        {
            _reasoning.MarkUncertain();
        }

        foreach (var field in (string[])["reasoning_content", "reasoning"])
        {
            var value = delta.Member(field);
            if (!value.HasValue() || value.Text() is "")
            {
                continue;
            }

            _reasoningField ??= field;
            if (_reasoningField != field)
            {
                _reasoning.MarkUncertain();
            }

            _reasoning.AddText(value, isLate);
        }
    }

    /// <summary>Text that is certain as long as only plain strings came.</summary>
    private sealed class CertainText
    {
        private readonly StringBuilder _joined = new();
        private bool _isOpen;

        public string? Value => _isOpen ? null : _joined.ToString();

        public void MarkUncertain() => _isOpen = true;

        public void AddText(JsonElement value, bool isLate)
        {
            if (!value.HasValue())
            {
                return;
            }

            var text = Read(value);
            _isOpen |= text is null || (isLate && text.Length > 0);
            _joined.Append(text);
        }

        // Half a surrogate pair is not text, and relays replace it differently.
        private static string? Read(JsonElement value)
        {
            try
            {
                return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }
}
