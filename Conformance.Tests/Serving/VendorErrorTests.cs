using System.Text;
using NUnit.Framework;
using Relay.Streaming;

namespace Conformance.Tests.Serving;

[TestFixture]
internal sealed class VendorErrorTests
{
    [TestCase(400, """{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""", 400, "context_length_exceeded", "invalid_request_error", "too long")]
    [TestCase(401, """{"error":{"message":"no","code":401}}""", 401, "invalid_api_key", "authentication_error", "no")]
    [TestCase(429, """{"error":{"message":"slow down","type":"rate_limit_error","code":null}}""", 429, "rate_limit_exceeded", "rate_limit_error", "slow down")]
    [TestCase(429, """{"error":{"message":"broke","code":"insufficient_quota"}}""", 429, "insufficient_quota", "rate_limit_error", "broke")]
    [TestCase(400, """[{"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}}]""", 400, "INVALID_ARGUMENT", "invalid_request_error", "bad")]
    [TestCase(422, """{"detail":"no such field"}""", 422, "upstream_rejected", "invalid_request_error", "no such field")]
    [TestCase(500, """{"error":"boom"}""", 500, "upstream_error", "server_error", "boom")]
    [TestCase(500, """{"error":{"message":""}}""", 500, "upstream_error", "server_error", "The upstream answered 500 with an error.")]
    [TestCase(502, "<!doctype html><title>Bad gateway</title>", 502, "upstream_error", "server_error", "The upstream answered 502 with an HTML page.")]
    [TestCase(503, "no healthy upstream", 503, "upstream_overloaded", "server_error", "The upstream answered 503 with a text.")]
    [TestCase(504, "", 504, "upstream_error", "server_error", "The upstream answered 504 with an empty body.")]
    [TestCase(418, "{", 502, "upstream_error", "server_error", "The upstream answered 418 with an error.")]
    [TestCase(405, """{"error":{"message":"\ud800"}}""", 502, "upstream_error", "server_error", "The upstream answered 405 with an error.")]
    public void A_refusal_keeps_what_it_means(int status, string body, int expectedStatus, string code, string type, string message)
    {
        var failure = VendorError.FromStatus(status, Encoding.UTF8.GetBytes(body));

        Assert.That((failure.Status, failure.Code, failure.Type, failure.Message), Is.EqualTo((expectedStatus, code, type, message)));
    }

    [TestCase("see https://api.vendor.example/v1?key=1 for help", "see [address] for help")]
    [TestCase("Incorrect API key provided: sk-proj-abcDEF123456.", "Incorrect API key provided: [key]")]
    [TestCase("key sk-ab***********xyz is wrong", "key [key] is wrong")]
    [TestCase("header was Bearer abc.def-123", "header was Bearer [key]")]
    [TestCase("key my-own-secret at vendor.internal:8443 refused", "key [hidden] at [hidden]:8443 refused")]
    [TestCase("dial tcp 10.0.0.7:8000: refused", "dial tcp [address]: refused")]
    [TestCase("two\r\n lines\t\u0000 and more", "two lines and more")]
    [TestCase("Model llama-3.1-405b-instruct-turbo-2025 is not ready, try qwen3-235b", "Model llama-3.1-405b-instruct-turbo-2025 is not ready, try qwen3-235b")]
    public void Words_of_a_vendor_lose_what_must_not_show(string text, string expected)
    {
        Assert.That(VendorText.Clean(text, "my-own-secret", "vendor.internal", null), Is.EqualTo(expected));
    }

    [Test]
    public void Long_words_are_cut_but_no_character_is()
    {
        var text = VendorText.Clean(new string('a', 498) + "🌍🌍🌍");

        Assert.That(text, Is.EqualTo(new string('a', 498) + "…"));
    }

    [TestCase("""{"error":{"message":"x"}}""", ExpectedResult = true)]
    [TestCase("""{"message":"x"}""", ExpectedResult = false)]
    [TestCase("\"error\"", ExpectedResult = false)]
    [TestCase("error", ExpectedResult = false)]
    public bool An_error_member_is_seen(string payload) => VendorError.HasErrorMember(Encoding.UTF8.GetBytes(payload));
}
