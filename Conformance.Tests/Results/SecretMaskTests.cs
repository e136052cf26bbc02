using System.Text;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Results;

internal sealed class SecretMaskTests
{
    [TestCase("Authorization: Bearer abc.def-123", "Authorization: Bearer ***")]
    [TestCase("authorization: abc def", "authorization: ***")]
    [TestCase("the key sk-proj-abcdefgh12345678.", "the key ***.")]
    [TestCase("key=sk_live_abcdefgh12345678&x=1", "key=***&x=1")]
    [TestCase("xai-0123456789abcdef and gsk_0123456789abcdef", "*** and ***")]
    [TestCase("AIzaSyA0123456789abcdefghijk", "***")]
    [TestCase("eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl tail", "*** tail")]
    [TestCase("OTHER_API_KEY=plum exec dotnet", "OTHER_API_KEY=*** exec dotnet")]
    [TestCase("api_key=abcdef panic", "api_key=*** panic")]
    [TestCase("x-api-key: abcdef", "x-api-key: ***")]
    [TestCase("relay --api-key abcdef --port 1", "relay --api-key *** --port 1")]
    [TestCase("relay --token=abcdef --port 1", "relay --token=*** --port 1")]
    [TestCase("http://host/v1?key=abcdef&x=1", "http://host/v1?key=***&x=1")]
    [TestCase("http://host/v1?a=1&api_key=abcdef", "http://host/v1?a=1&api_key=***")]
    [TestCase("http://host/v1?access_token=abcdef", "http://host/v1?access_token=***")]
    [TestCase("postgres://relay:sorrel-bridge@127.0.0.1:1/x", "postgres://relay:***@127.0.0.1:1/x")]
    [TestCase("{\"api_key\": \"abcdef\", \"a\": 1}", "{\"api_key\": \"***\", \"a\": 1}")]
    [TestCase("{\\\"client_secret\\\":\\\"abcdef\\\"}", "{\\\"client_secret\\\":\\\"***\\\"}")]
    [TestCase("{\"authorization\":\"Bearer abcdef\"}", "{\"authorization\":\"Bearer ***\"}")]
    [TestCase("Set-Cookie: session=abcdef; Path=/", "Set-Cookie: ***")]
    public void A_credential_is_masked(string text, string masked) => Assert.That(SecretMask.MaskText(text), Is.EqualTo(masked));

    [TestCase("usage.output_tokens = 5")]
    [TestCase("{\"input_tokens\":9,\"max_output_tokens\": 10}")]
    [TestCase("{\"token\":\"Hello\",\"logprob\":-0.1}")]
    [TestCase("max_tokens: 20")]
    [TestCase("a task-force-of-many-people and a desk-lamp-on-the-table")]
    [TestCase("basic usage of a tool")]
    [TestCase("http://127.0.0.1:8080/v1/responses")]
    [TestCase("{\"encrypted_content\":\"eyJhIjoiYiJ9AAAAAAAAAAAAAAAA\"}")]
    [TestCase("prompt_cache_key=abc idempotency-key: 12")]
    [TestCase("call_0123456789abcdef msg_0123456789abcdef")]
    public void What_is_no_credential_stays(string text) => Assert.That(SecretMask.MaskText(text), Is.EqualTo(text));

    [TestCase("authorization", "Bearer abcdef", "Bearer ***")]
    [TestCase("set-cookie", "a=b; Path=/", "***")]
    [TestCase("x-api-key", "abcdef", "***")]
    [TestCase("api-key", "abcdef", "***")]
    [TestCase("proxy-authorization", "Basic abcdef", "Basic ***")]
    [TestCase("x-goog-api-key", "abcdef", "***")]
    [TestCase("x-auth-token", "abcdef", "***")]
    [TestCase("x-ratelimit-remaining-tokens", "100", "100")]
    [TestCase("content-type", "text/event-stream", "text/event-stream")]
    [TestCase("x-echo", "Bearer abcdef", "Bearer ***")]
    public void A_header_is_masked_by_its_name(string name, string value, string masked) =>
        Assert.That(SecretMask.MaskHeader(name, value), Is.EqualTo(masked));

    [Test]
    public void Bytes_keep_their_length_and_places()
    {
        var body = Encoding.UTF8.GetBytes("data: {\"é\":\"Bearer abcdef\",\"b\":\"ü\"}\n\n");

        var masked = SecretMask.MaskSameLength(body);

        Assert.That(Encoding.UTF8.GetString(masked.Span), Is.EqualTo("data: {\"é\":\"Bearer ******\",\"b\":\"ü\"}\n\n"));
    }

    [Test]
    public void A_word_of_the_run_is_masked_wherever_it_stands()
    {
        SecretMask.AddSecret("plain-walnut-71");

        Assert.That(SecretMask.MaskText("It says plain-walnut-71plain-walnut-71!"), Is.EqualTo("It says ******!"));
    }

    [Test]
    [CancelAfter(60_000)]
    public void A_long_text_takes_no_longer_than_its_length(
        [Values("Bearer ", "://", "--api-key-", "cookie cookie", "eyJ", "-eyJ", "-sk-", "tokentoken", "basic+", "\"token\":")] string piece,
        CancellationToken cancellationToken)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length));

        var masked = SecretMask.MaskSameLength(text);

        Assert.That((masked.Length, cancellationToken.IsCancellationRequested), Is.EqualTo((text.Length, false)));
    }

    [TestCase("run --api-key abcdef --jobs 1", "run --api-key '***' --jobs 1")]
    [TestCase("run --api-key=abcdef", "run '--api-key=***'")]
    [TestCase("run --header Authorization:abcdef", "run --header 'Authorization: ***'")]
    [TestCase("run --header=X-Api-Key:abcdef", "run '--header=X-Api-Key: ***'")]
    [TestCase("run --header X-Team:red", "run --header 'X-Team: red'")]
    [TestCase("run --url http://user:abcdef@host/v1?key=abcdef", "run --url 'http://user:***@host/v1?key=***'")]
    public void A_command_line_is_kept_without_its_secrets(string typed, string kept) =>
        Assert.That(Conformance.Commands.ShellWords.Join(Secrets.MaskWords(typed.Split(' '))), Is.EqualTo(kept));
}
