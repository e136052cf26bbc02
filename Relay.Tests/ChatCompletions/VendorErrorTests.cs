using System.Text;
using NUnit.Framework;
using Relay.ChatCompletions;

namespace Relay.Tests.ChatCompletions;

[TestFixture]
internal sealed class VendorErrorTests
{
    [TestCase(
        400,
        """{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""",
        400,
        "context_length_exceeded",
        "invalid_request_error",
        "too long")]
    [TestCase(401, """{"error":{"message":"no","code":401}}""", 401, "invalid_api_key", "authentication_error", "no")]
    [TestCase(
        429,
        """{"error":{"message":"slow down","type":"rate_limit_error","code":null}}""",
        429,
        "rate_limit_exceeded",
        "rate_limit_error",
        "slow down")]
    [TestCase(429, """{"error":{"message":"broke","code":"insufficient_quota"}}""", 429, "insufficient_quota", "rate_limit_error", "broke")]
    [TestCase(
        400,
        """[{"error":{"code":400,"message":"bad","status":"INVALID_ARGUMENT"}}]""",
        400,
        "INVALID_ARGUMENT",
        "invalid_request_error",
        "bad")]
    [TestCase(422, """{"detail":"no such field"}""", 400, "upstream_rejected", "invalid_request_error", "no such field")]
    [TestCase(500, """{"error":"boom"}""", 500, "upstream_error", "server_error", "boom")]
    [TestCase(500, """{"error":{"message":""}}""", 500, "upstream_error", "server_error", "The upstream answered 500 with an error.")]
    [TestCase(
        502,
        "<!doctype html><title>Bad gateway</title>",
        502,
        "upstream_error",
        "server_error",
        "The upstream answered 502 with an HTML page: Bad gateway")]
    [TestCase(
        403,
        "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code><Message>Access &lt;b&gt; Denied</Message></Error>",
        403,
        "AccessDenied",
        "permission_error",
        "The upstream answered 403 with an XML document: AccessDenied: Access b Denied")]
    [TestCase(
        404,
        "<Error><Code>NoSuchKey</Code></Error>",
        404,
        "NoSuchKey",
        "invalid_request_error",
        "The upstream answered 404 with an XML document: NoSuchKey")]
    [TestCase(
        400,
        "<ErrorResponse><Error><Code>Throttling</Code><Message><![CDATA[Rate exceeded]]></Message></Error></ErrorResponse>",
        429,
        "rate_limit_exceeded",
        "rate_limit_error",
        "The upstream answered 400 with an XML document: Throttling: Rate exceeded")]
    [TestCase(
        500,
        "<soap:Envelope><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>broke</faultstring></soap:Fault></soap:Body>",
        500,
        "upstream_error",
        "server_error",
        "The upstream answered 500 with an XML document: broke")]
    [TestCase(
        502, "<Error/>", 502, "upstream_error", "server_error", "The upstream answered 502 with an XML document.")]
    [TestCase(
        502,
        "<?xml version=\"1.0\"?><!DOCTYPE html><html><head><title>Bad</title></head></html>",
        502,
        "upstream_error",
        "server_error",
        "The upstream answered 502 with an HTML page: Bad")]
    [TestCase(
        503,
        "no healthy upstream",
        503,
        "upstream_overloaded",
        "server_error",
        "The upstream answered 503 with plain text: no healthy upstream")]
    [TestCase(504, "", 504, "upstream_error", "server_error", "The upstream answered 504 with an empty body.")]
    [TestCase(418, "{", 400, "upstream_rejected", "invalid_request_error", "The upstream answered 418 with an error.")]
    [TestCase(405, """{"error":{"message":"cut \ud800"}}""", 400, "upstream_rejected", "invalid_request_error", "cut \ufffd")]
    [TestCase(429, """{"error":{"message":"no","code":"too_many_requests"}}""", 429, "rate_limit_exceeded", "rate_limit_error", "no")]
    [TestCase(503, """{"error":{"message":"no","type":"overloaded_error"}}""", 503, "overloaded_error", "overloaded_error", "no")]
    [TestCase(500, """{"error":{"message":"no","code":"Bad thing!","type":"a b"}}""", 500, "upstream_error", "server_error", "no")]
    public void A_refusal_keeps_what_it_means(int status, string body, int expectedStatus, string code, string type, string message)
    {
        var failure = VendorError.FromStatus(status, Encoding.UTF8.GetBytes(body), SecretWords.None);

        Assert.That((failure.Status, failure.Code, failure.Type, failure.Message), Is.EqualTo((expectedStatus, code, type, message)));
    }

    [TestCase("""{"message":"x","type":"server_error","code":"model_crashed"}""", 502, "model_crashed", "server_error", "x")]
    [TestCase("""{"error":{"message":"x","code":"rate_limit_exceeded"}}""", 429, "rate_limit_exceeded", "rate_limit_error", "x")]
    [TestCase("""{"error":{"message":"x","code":"insufficient_quota"}}""", 429, "insufficient_quota", "rate_limit_error", "x")]
    [TestCase("""{"error":{"message":"x","code":401}}""", 401, "invalid_api_key", "authentication_error", "x")]
    [TestCase("""{"error":{"message":"x","type":"authentication_error"}}""", 401, "invalid_api_key", "authentication_error", "x")]
    [TestCase(
        """{"error":{"message":"x","code":"context_length_exceeded"}}""", 400, "context_length_exceeded", "invalid_request_error", "x")]
    [TestCase("""{"error":{"message":"x","type":"overloaded_error"}}""", 503, "overloaded_error", "overloaded_error", "x")]
    [TestCase("""{"error":true,"message":"x"}""", 502, "upstream_error", "server_error", "x")]
    [TestCase("\"boom\"", 502, "upstream_error", "server_error", "boom")]
    [TestCase("boom", 502, "upstream_error", "server_error", "boom")]
    [TestCase("", 502, "upstream_error", "server_error", "The upstream reported an error.")]
    public void An_error_inside_a_200_has_the_status_its_names_imply(string payload, int status, string code, string type, string message)
    {
        var failure = VendorError.FromPayload(Encoding.UTF8.GetBytes(payload), SecretWords.None);

        Assert.That((failure.Status, failure.Code, failure.Type, failure.Message), Is.EqualTo((status, code, type, message)));
    }

    [Test]
    public void A_name_that_shows_a_secret_is_no_name()
    {
        var payload = """{"error":{"message":"x","code":"plainkey1","type":"plainkey1","param":"plainkey1"}}"""u8;

        var failure = VendorError.FromPayload(payload, new SecretWords(["plainkey1"], []));

        Assert.That(failure.ToString(), Does.Not.Contain("plainkey1"));
    }
}
