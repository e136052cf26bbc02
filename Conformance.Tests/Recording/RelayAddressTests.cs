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
    public void The_endpoint_is_found_below_any_base(string relay, string endpoint) =>
        Assert.That(RelayAddress.Responses(new Uri(relay)), Is.EqualTo(new Uri(endpoint)));

    [TestCase("http://localhost:8080", "/v1/responses/resp_1/input_items?limit=2", "http://localhost:8080/v1/responses/resp_1/input_items?limit=2")]
    [TestCase("http://localhost:8080/v1/", "/v1/models", "http://localhost:8080/v1/models")]
    [TestCase("http://localhost:8080/v1", "/health/live", "http://localhost:8080/health/live")]
    [TestCase("https://gateway.test/team/v1?region=eu", "/v1/models", "https://gateway.test/team/v1/models?region=eu")]
    [TestCase("https://gateway.test/v1?region=eu", "/v1/models?limit=2", "https://gateway.test/v1/models?limit=2&region=eu")]
    public void Any_path_is_found_below_any_base(string relay, string path, string address) =>
        Assert.That(RelayAddress.Of(new Uri(relay), path), Is.EqualTo(new Uri(address)));
}
