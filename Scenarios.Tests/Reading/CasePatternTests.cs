using NUnit.Framework;
using Scenarios.Reading;

namespace Scenarios.Tests.Reading;

public sealed class CasePatternTests
{
    [TestCase("tools/args-split", "tools/args-split", true)]
    [TestCase("tools/args-split", "tools/args-split-more", false)]
    [TestCase("tools/*", "tools/args-split", true)]
    [TestCase("tools/*", "tools/deep/x", false)]
    [TestCase("tools/**", "tools/deep/x", true)]
    [TestCase("tools/**", "toolsmith/x", false)]
    [TestCase("**/args-*", "tools/args-split", true)]
    [TestCase("**/args-*", "a/b/args-split", true)]
    [TestCase("**/args-*", "tools/no-args-split", false)]
    [TestCase("a/**/b", "a/b", true)]
    [TestCase("a/**/b", "a/x/y/b", true)]
    [TestCase("**", "a/b", true)]
    [TestCase("*/*-split-*", "tools/args-split-ids", true)]
    [TestCase("*", "a/b", false)]
    public void A_pattern_fits_whole_ids(string pattern, string id, bool fits)
    {
        Assert.That(CasePattern.Parse(pattern).Matches(id), Is.EqualTo(fits));
    }

    [TestCase("")]
    [TestCase("tools//x")]
    [TestCase("tools/")]
    [TestCase("Tools/*")]
    [TestCase("tools/x.yaml")]
    public void A_pattern_that_fits_no_id_is_refused(string pattern)
    {
        Assert.That(() => CasePattern.Parse(pattern), Throws.TypeOf<FormatException>());
    }
}
