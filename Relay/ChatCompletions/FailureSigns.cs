namespace Relay.ChatCompletions;

/// <summary>
/// Finds the cause of a failure in its names and words. Vendors send one cause under many codes and statuses, and the words are often the
/// only part that is specific.
/// </summary>
internal static class FailureSigns
{
    private static readonly string[] ContextLength =
    [
        "context_length", "context length", "context-length", "context_window", "context window", "maximum context", "max context",
        "context size", "exceed_context", "context limit", "context overflow", "n_ctx", "max_model_len",
        "prompt is too long", "prompt too long", "prompt_too_long", "input is too long", "input too long", "input_too_long",
        "maximum prompt length", "maximum input length", "range of input length", "exceeds max length", "exceeds the max length",
        "exceeded model token limit", "exceeds the maximum number of tokens", "exceed the maximum number of tokens",
        "too many input tokens", "maximum sequence length", "max sequence length", "max_seq_len", "reduce the length of",
        "reduce your prompt", "request too large for model", "tokens_limit_reached", "上下文长度", "上下文窗口", "输入过长", "超过最大长度",
    ];

    // Signs of an account that has nothing left.
    private static readonly string[] Quota =
    [
        "insufficient_quota", "insufficient quota", "insufficient_user_quota", "insufficient balance", "insufficient_balance",
        "insufficient credit", "insufficient_credit", "insufficient fund", "not enough credit", "not enough balance",
        "balance is not enough",
        "no credits", "no more credits", "out of credit", "credits exhausted", "credit balance", "run out of credits",
        "exceeded_current_quota",
        "current quota", "billing", "payment required", "payment_required", "arrear", "usage_limit_reached", "usage_not_included",
        "spending limit", "spend limit", "budget_exceeded", "budget has been exceeded", "quota_exhausted", "quota exhausted",
        "quota is not enough", "余额不足", "余额已用尽", "额度不足", "额度已用", "欠费",
    ];

    private static readonly string[] RateLimit =
    [
        "rate_limit", "rate limit", "rate-limit", "ratelimit", "too_many_requests", "too many requests", "toomanyrequests", "throttl",
        "resource_exhausted", "resource has been exhausted", "requests per", "tokens per", "per minute", "per second", "per hour",
        "slow down", "concurrency limit", "concurrent requests", "request limit reached", "请求过于频繁", "频率", "速率限制", "并发",
    ];

    private static readonly string[] Overloaded =
    [
        "overload", "slow_down", "at capacity", "over capacity", "no_capacity", "no capacity", "capacity exceeded", "insufficient capacity",
        "insufficient_system_resource", "server busy", "serverbusy", "server is busy", "system is busy", "service is busy",
        "temporarily unavailable",
        "service unavailable", "service_unavailable", "currently unavailable", "high demand", "no available channel", "model is loading",
        "无可用渠道", "负载", "繁忙",
    ];

    private static readonly string[] ContentFilter =
    [
        "content_filter", "content filter", "content_policy", "content policy", "content management policy", "data_inspection",
        "datainspection", "inappropriate content", "responsibleai", "sensitive content", "sensitive_content", "sensitive words",
        "new_sensitive", "input_sensitive", "output_sensitive", "prohibited content", "prohibited_content", "moderation_blocked", "敏感",
    ];

    private static readonly string[] InvalidKey =
    [
        "invalid_api_key", "invalid api key", "incorrect api key", "api key not valid", "api key is invalid", "unauthorized",
        "authentication_error", "authentication fail", "authenticationfail", "invalidaccesskeyid", "signaturedoesnotmatch", "无效的令牌",
    ];

    private static readonly string[] NoModel =
        ["does not exist", "not exist", "not found", "no such model", "unknown model", "not a valid model"];

    private static readonly string[] Timeout = ["timeout", "timed_out", "timed out", "time-out", "deadline exceeded", "deadline_exceeded"];

    // A limit that resets after a while takes precedence over other words of the sentence.
    private static readonly string[] Waits =
        ["retry in", "retry after", "try again in", "per minute", "per day", "per hour", "per second", "free-models-per", "(tpm)", "(rpm)"];

    /// <summary>Returns the cause that names and words of a failure show.</summary>
    /// <param name="status">The HTTP status; <see langword="null"/> if there is none.</param>
    /// <param name="names">The vendor's code and type, separated by a blank.</param>
    /// <param name="message">The vendor's message.</param>
    public static FailureKind Find(int? status, string names, string message)
    {
        var all = $"{names} {message}";
        if (HasAny(all, ContextLength) && !(HasAny(all, Waits) && !HasAny(all, ["request too large for model"])))
        {
            return FailureKind.ContextLength;
        }

        if (IsQuota(status, names, message))
        {
            return FailureKind.Quota;
        }

        if (HasAny(names, RateLimit) || (MayBeLimit(status) && HasAny(message, RateLimit)))
        {
            return FailureKind.RateLimit;
        }

        if (HasAny(names, Overloaded) || (MayBeLimit(status) && HasAny(message, Overloaded)))
        {
            return FailureKind.Overloaded;
        }

        return FindRest(status, names, message);
    }

    private static FailureKind FindRest(int? status, string names, string message)
    {
        if (HasAny(names, ContentFilter) || (status is null or 400 or 403 or 422 && HasAny(message, ContentFilter)))
        {
            return FailureKind.ContentFilter;
        }

        if (IsModelNotFound(status, names, message))
        {
            return FailureKind.ModelNotFound;
        }

        if (status is null && (HasAny(names, InvalidKey) || HasAny(message, InvalidKey)))
        {
            return FailureKind.InvalidKey;
        }

        return HasAny(names, Timeout) || (status is null or >= 500 && HasAny(message, Timeout)) ? FailureKind.Timeout : FailureKind.Unknown;
    }

    // The word quota alone is used for both kinds of limits.
    private static bool IsQuota(int? status, string names, string message)
    {
        if (status is not (null or 400 or 402 or 403 or 429))
        {
            return HasAny(names, Quota);
        }

        return names.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase)
            || status is 402
            || (HasAny($"{names} {message}", Quota) && !HasAny(message, Waits))
            || (status is 429 or null
                && message.Contains("quota", StringComparison.OrdinalIgnoreCase)
                && !HasAny(message, Waits)
                && !HasAny(names, RateLimit));
    }

    private static bool IsModelNotFound(int? status, string names, string message) =>
        HasAny(names, ["model_not_found", "modelnotfound", "no_such_model"])
        || (status is null or 400 or 404
            && (message.Contains("模型不存在", StringComparison.Ordinal)
                || (message.Contains("model", StringComparison.OrdinalIgnoreCase)
                    && HasAny(message, NoModel))));

    // With any other status the words describe a member of the request.
    private static bool MayBeLimit(int? status) => status is null or 403 or 429 or >= 500;

    private static bool HasAny(string text, string[] signs) =>
        Array.Exists(signs, sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
