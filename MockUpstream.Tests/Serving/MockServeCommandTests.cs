using MockUpstream.Serving;
using NUnit.Framework;

namespace MockUpstream.Tests.Serving;

/// <summary>The mock as a program of its own: usage and exit codes.</summary>
[CancelAfter(60_000)]
internal sealed class MockServeCommandTests
{
    [TestCase("--port", "70000", "--port: expected a number from 0 to 65535.")]
    [TestCase("--slow", "fast", "--slow: expected a time such as 200ms or 1s, received 'fast'.")]
    [TestCase("--slow", "-5ms", "--slow: expected a time such as 200ms or 1s, received '-5ms'.")]
    [TestCase("--prot", "1", "'--prot'")]
    [TestCase("--address", "here", "'here' is not an IP address.")]
    public async Task Wrong_usage_is_told_and_ends_with_2(string option, string value, string expected)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await MockServeCommand.RunAsync([option, value], output, error);

        Assert.That(code, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain(expected));
    }

    [Test]
    public async Task Help_names_every_option()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var code = await MockServeCommand.RunAsync(["--help"], output, error);

        Assert.That(code, Is.Zero);
        Assert.That(output.ToString(), Does.Contain("--scenarios").And.Contain("--port").And.Contain("--address").And.Contain("--slow"));
    }
}
