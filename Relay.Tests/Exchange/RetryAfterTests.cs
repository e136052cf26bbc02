using NUnit.Framework;
using Relay.Exchange;

namespace Relay.Tests.Exchange;

[TestFixture]
internal sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestCase("Retry-After", "7", 7000)]
    [TestCase("Retry-After", " 0 ", 0)]
    [TestCase("Retry-After", "0.25", 250)]
    [TestCase("Retry-After", "99999999999999999999", int.MaxValue)]
    [TestCase("retry-after-ms", "120", 120)]
    [TestCase("retry-after-ms", "0.2", 1)]
    [TestCase("Retry-After", "Sun, 01 Mar 2026 12:00:05 GMT", 5000)]
    [TestCase("Retry-After", "Sunday, 01-Mar-26 12:00:05 GMT", 5000)]
    [TestCase("Retry-After", "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [TestCase("Retry-After", "-1", null)]
    [TestCase("Retry-After", "NaN", null)]
    [TestCase("Retry-After", "1e3", null)]
    [TestCase("Retry-After", "soon", null)]
    [TestCase("Retry-After", "", null)]
    [TestCase("x-other", "1", null)]
    public void A_wait_is_read_in_every_form(string name, string value, int? milliseconds)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation(name, value);

        Assert.That(RetryAfter.Read(response.Headers, Now)?.TotalMilliseconds, Is.EqualTo(milliseconds));
    }

    [TestCase("Rate limit reached. Please try again in 11.054s.", 11054)]
    [TestCase("Try again in 28ms. Visit the site.", 28)]
    [TestCase("Please retry after 35 seconds", 35_000)]
    [TestCase("Please try again in 1m30s.", 90_000)]
    [TestCase("Please try again in 6m0s.", 360_000)]
    [TestCase("try again in 2 minutes", 120_000)]
    [TestCase("try again in 5 hours", null)]
    [TestCase("try again in 5", null)]
    [TestCase("Try again later", null)]
    [TestCase("You used 28ms of it", null)]
    public void A_wait_is_read_out_of_a_sentence(string message, int? milliseconds)
    {
        Assert.That(RetryAfter.ReadHint(message)?.TotalMilliseconds, Is.EqualTo(milliseconds));
    }

    [Test]
    public void Milliseconds_are_more_exact_than_seconds()
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", "1");
        response.Headers.TryAddWithoutValidation("retry-after-ms", "640");

        Assert.That(RetryAfter.Read(response.Headers, Now)?.TotalMilliseconds, Is.EqualTo(640));
    }
}
