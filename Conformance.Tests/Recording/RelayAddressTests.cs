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
}
