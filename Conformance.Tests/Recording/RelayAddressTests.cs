using Conformance.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Recording;

internal sealed class RelayAddressTests
{
    [TestCase("http://localhost:8080", "http://localhost:8080/v1/responses")]
    [TestCase("http://localhost:8080/", "http://localhost:8080/v1/responses")]
    [TestCase("http://localhost:8080/v1", "http://localhost:8080/v1/responses")]
    [TestCase("http://localhost:8080/v1/", "http://localhost:8080/v1/responses")]
    [TestCase("https://gateway.test/team/a", "https://gateway.test/team/a/v1/responses")]
    [TestCase("https://gateway.test/team/v1?region=eu", "https://gateway.test/team/v1/responses?region=eu")]
    [TestCase("http://localhost/openai/v2", "http://localhost/openai/v2/responses")]
    [TestCase("http://localhost/api/v3/", "http://localhost/api/v3/responses")]
    [TestCase("http://localhost/v1beta/openai", "http://localhost/v1beta/openai/responses")]
    [TestCase("http://localhost/v1alpha2/openai", "http://localhost/v1alpha2/openai/responses")]
    [TestCase("http://localhost/vendor", "http://localhost/vendor/v1/responses")]
    [TestCase("http://localhost/openai/responses", "http://localhost/openai/responses")]
    [TestCase("http://localhost/openai/responses?api-version=2025-04-01", "http://localhost/openai/responses?api-version=2025-04-01")]
    public void The_endpoint_is_found_below_any_base(string relay, string endpoint) =>
        Assert.That(RelayAddress.ResolveResponses(new Uri(relay)), Is.EqualTo(new Uri(endpoint)));

    [TestCase(
        "http://localhost:8080",
        "/v1/responses/resp_1/input_items?limit=2",
        "http://localhost:8080/v1/responses/resp_1/input_items?limit=2")]
    [TestCase("http://localhost:8080/v1/", "/v1/models", "http://localhost:8080/v1/models")]
    [TestCase("http://localhost:8080/v1", "/health/live", "http://localhost:8080/health/live")]
    [TestCase("https://gateway.test/team/v1?region=eu", "/v1/models", "https://gateway.test/team/v1/models?region=eu")]
    [TestCase("https://gateway.test/v1?region=eu", "/v1/models?limit=2", "https://gateway.test/v1/models?limit=2&region=eu")]
    [TestCase("http://localhost/openai/v2", "/v1/models", "http://localhost/openai/v2/models")]
    [TestCase("http://localhost/openai/v2", "/health", "http://localhost/openai/health")]
    [TestCase("http://localhost/v1beta/openai", "/v1/responses/resp_1", "http://localhost/v1beta/openai/responses/resp_1")]
    [TestCase("http://localhost/v1beta/openai", "/health", "http://localhost/health")]
    [TestCase("http://localhost/openai/responses", "/v1/responses/resp_1", "http://localhost/openai/responses/resp_1")]
    [TestCase("http://localhost/openai/responses", "/v1/models", "http://localhost/openai/models")]
    public void Any_path_is_found_below_any_base(string relay, string path, string address) =>
        Assert.That(RelayAddress.Resolve(new Uri(relay), path), Is.EqualTo(new Uri(address)));

    [TestCase("http://localhost:8080", "/openai/v1/responses", "http://localhost:8080/openai/v1/responses")]
    [TestCase("http://localhost:8080", "codex", "http://localhost:8080/codex")]
    [TestCase("http://localhost:8080/team", "/responses", "http://localhost:8080/team/responses")]
    [TestCase("http://localhost:8080?region=eu", "/responses?api-version=2", "http://localhost:8080/responses?api-version=2&region=eu")]
    public void A_path_of_the_users_is_taken_as_it_is(string relay, string path, string endpoint) =>
        Assert.That(RelayAddress.ResolveResponses(new Uri(relay), path), Is.EqualTo(new Uri(endpoint)));

    [TestCase("/openai/v1/responses", "/v1/responses/resp_1?a=b", "http://localhost/openai/v1/responses/resp_1?a=b")]
    [TestCase("/openai/v1/responses", "/v1/responses", "http://localhost/openai/v1/responses")]
    [TestCase("/openai/v1/responses", "/v1/models", "http://localhost/openai/v1/models")]
    [TestCase(
        "/responses?api-version=2",
        "/v1/responses/resp_1/input_items?limit=2",
        "http://localhost/responses/resp_1/input_items?limit=2&api-version=2")]
    [TestCase("/codex", "/v1/responses/resp_1", "http://localhost/codex/resp_1")]
    [TestCase("/codex", "/v1/models", "http://localhost/v1/models")]
    [TestCase("/openai/v1/responses", "/health", "http://localhost/health")]
    public void Other_endpoints_stand_beside_a_path_of_the_users(string responses, string path, string address) =>
        Assert.That(RelayAddress.Resolve(new Uri("http://localhost"), path, responses), Is.EqualTo(new Uri(address)));
}
