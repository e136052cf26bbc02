using NUnit.Framework;
using Relay.Options;

namespace Relay.Tests.Http;

internal sealed class ClientKeysTests
{
    [TestCase("Bearer first-key", true)]
    [TestCase("bearer second-key ", true)]
    [TestCase("Bearer first-ke", false)]
    [TestCase("Bearer first-keyy", false)]
    [TestCase("Bearer # a comment", false)]
    [TestCase("Bearer ", false)]
    [TestCase("Basic first-key", false)]
    [TestCase("first-key", false)]
    [TestCase("", false)]
    [TestCase(null, false)]
    public void A_known_key_and_nothing_else_is_let_in(string? authorization, bool allowed)
    {
        using var file = new WrittenFile("# a comment\nfirst-key\n\n  second-key  \r\n", "keys");

        var keys = ClientKeys.Read(file.Path, out var problem);

        Assert.That(problem, Is.Empty);
        Assert.That(keys!.Allow(authorization), Is.EqualTo(allowed));
    }

    [TestCase("", "{0} contains no client key; write one key per line.")]
    [TestCase("# nothing\n\n", "{0} contains no client key; write one key per line.")]
    [TestCase("good\ntwo words\n", "{0}:2: a client key must be one word of printable ASCII characters.")]
    [TestCase("schlüssel\n", "{0}:1: a client key must be one word of printable ASCII characters.")]
    public void A_bad_file_is_told_by_its_line_and_never_by_its_keys(string text, string sentence)
    {
        using var file = new WrittenFile(text, "keys");

        var keys = ClientKeys.Read(file.Path, out var problem);

        Assert.That(keys, Is.Null);
        Assert.That(problem, Is.EqualTo(string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, file.Path)));
    }

    [Test]
    public void A_missing_file_is_one_sentence()
    {
        using var file = new WrittenFile("", "keys");

        var keys = ClientKeys.Read(file.Path + ".none", out var problem);

        Assert.That(keys, Is.Null);
        Assert.That(problem, Is.EqualTo($"The client keys in {file.Path}.none cannot be read: there is no such file."));
    }
}
