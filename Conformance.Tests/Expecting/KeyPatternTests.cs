using System.Text.Json;
using Conformance.Expecting.Patterns;
using NUnit.Framework;

namespace Conformance.Tests.Expecting;

/// <summary>A pattern for a header may name the client's key, which the mock records by a word.</summary>
internal sealed class KeyPatternTests
{
    [TestCase("$key", "$key", true)]
    [TestCase("$key", "***", false)]
    [TestCase("$key", "$part", false)]
    [TestCase("Bearer $key", "Bearer $key", true)]
    [TestCase("Bearer $key", "Bearer ***", false)]
    [TestCase("Bearer $key", "Bearer Bearer $key", false)]
    public void The_word_for_the_key_fits_the_clients_key_only(string pattern, string received, bool fits)
    {
        var matcher = new PatternMatcher(Bindings.None, "rc-made");

        var mismatch = matcher.Compare(
            JsonSerializer.SerializeToElement(new { authorization = pattern }),
            JsonSerializer.SerializeToElement(new { authorization = received }));

        Assert.That(mismatch is null, Is.EqualTo(fits));
        Assert.That(matcher.Bindings.Values, Is.Empty, "the word is no name");
    }
}
