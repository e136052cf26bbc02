using System.Text.Json;
using Conformance.Expecting.Answers;
using NUnit.Framework;

namespace Conformance.Tests.Expecting.Outcomes;

/// <summary>How a failure's cause is read from what relays write, and which causes may stand for each other.</summary>
internal sealed class FailureCauseTests
{
    [TestCase(null, """{"code": "upstream_truncated"}""", FailureCause.Truncated)]
    [TestCase(null, """{"code": "server_error", "message": "upstream stream ended before a finish reason"}""", FailureCause.Truncated)]
    [TestCase(null, """{"code": "upstream_connection_lost"}""", FailureCause.Transport)]
    [TestCase(null, """{"code": "idle_timeout"}""", FailureCause.Timeout)]
    [TestCase(null, """{"code": "rate_limit_exceeded"}""", FailureCause.RateLimit)]
    [TestCase(null, """{"code": 429, "message": "Provider rate limit"}""", FailureCause.RateLimit)]
    [TestCase(null, """{"code": "429"}""", FailureCause.RateLimit)]
    [TestCase(null, """{"code": "insufficient_quota", "message": "Rate limit and quota"}""", FailureCause.Quota)]
    [TestCase(null, """{"code": "context_length_exceeded"}""", FailureCause.ContextLength)]
    [TestCase(null, """{"code": null, "message": "This model's maximum context length is 8192 tokens."}""", FailureCause.ContextLength)]
    [TestCase(null, """{"code": "server_is_overloaded"}""", FailureCause.Overloaded)]
    [TestCase(null, """{"code": "content_filter"}""", FailureCause.ContentFilter)]
    [TestCase(null, """{"code": "server_error"}""", FailureCause.Other)]
    [TestCase(null, "\"the model runner has crashed\"", FailureCause.Other)]
    [TestCase(null, "[1]", FailureCause.Other)]
    [TestCase(429, """{"code": "insufficient_quota"}""", FailureCause.Quota)]
    [TestCase(429, """{"message": "slow"}""", FailureCause.RateLimit)]
    [TestCase(402, "{}", FailureCause.Quota)]
    [TestCase(400, """{"type": "invalid_request_error", "code": "context_length_exceeded"}""", FailureCause.ContextLength)]
    [TestCase(422, """{"message": "input: field required"}""", FailureCause.InvalidRequest)]
    [TestCase(401, """{"type": "invalid_request_error", "code": "invalid_api_key"}""", FailureCause.Other)]
    [TestCase(500, """{"type": "server_error"}""", FailureCause.Other)]
    [TestCase(502, "{}", FailureCause.Transport)]
    [TestCase(503, "{}", FailureCause.Overloaded)]
    [TestCase(504, "{}", FailureCause.Timeout)]
    public void A_cause_is_read_from_code_status_type_and_message(int? status, string error, FailureCause cause) =>
        Assert.That(FailureCauses.Read(status, JsonElement.Parse(error)), Is.EqualTo(cause));

    [TestCase(FailureCause.Truncated, FailureCause.Other, true)]
    [TestCase(FailureCause.Truncated, FailureCause.Transport, true)]
    [TestCase(FailureCause.Timeout, FailureCause.Truncated, true)]
    [TestCase(FailureCause.Truncated, FailureCause.RateLimit, false)]
    [TestCase(FailureCause.Truncated, FailureCause.ContextLength, false)]
    [TestCase(FailureCause.RateLimit, FailureCause.Other, false)]
    [TestCase(FailureCause.Quota, FailureCause.RateLimit, false)]
    [TestCase(FailureCause.ContextLength, FailureCause.InvalidRequest, false)]
    [TestCase(FailureCause.Overloaded, FailureCause.Other, false)]
    [TestCase(FailureCause.ContentFilter, FailureCause.InvalidRequest, true)]
    [TestCase(FailureCause.InvalidRequest, FailureCause.Other, true)]
    [TestCase(FailureCause.InvalidRequest, FailureCause.RateLimit, false)]
    public void Only_a_cause_on_which_clients_act_must_be_named(FailureCause expected, FailureCause received, bool accepted) =>
        Assert.That(FailureCauses.Accepts(expected, received, isClientsMistake: false), Is.EqualTo(accepted));

    [Test]
    public void A_mistake_of_the_client_is_named_as_one() => Assert.Multiple(() =>
    {
        Assert.That(FailureCauses.Accepts(FailureCause.InvalidRequest, FailureCause.InvalidRequest, isClientsMistake: true), Is.True);
        Assert.That(FailureCauses.Accepts(FailureCause.InvalidRequest, FailureCause.Other, isClientsMistake: true), Is.False);
    });

    [Test]
    public void The_format_and_the_judge_have_the_same_words() =>
        Assert.That(FailureCauses.Words, Is.EquivalentTo(global::Scenarios.Words.FormatWords.Causes.Names));
}
