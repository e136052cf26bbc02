using NUnit.Framework;
using Relay;
using Relay.Sealing;

namespace Relay.Tests.Sealing;

[TestFixture]
internal sealed class SealKeyReaderTests
{
    private const string Base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Test]
    public void Keys_are_read_in_their_order()
    {
        var keys = SealKeyReader.Read(["# the keys", "", $"2026-11:{Base64}", $"  a.b_c : {Base64}  "], "keys", out var problem);

        Assert.Multiple(() =>
        {
            Assert.That(problem, Is.Empty);
            Assert.That(keys!.Select(key => key.Id), Is.EqualTo(["2026-11", "a.b_c"]));
            Assert.That(keys![0].Secret, Is.EqualTo(Enumerable.Range(0, 32)));
        });
    }

    [TestCase("", "keys contains no seal key; write one as id:key, where key is 32 bytes in base64.")]
    [TestCase("# only words", "keys contains no seal key; write one as id:key, where key is 32 bytes in base64.")]
    [TestCase(Base64, "keys:1: a seal key must be written as id:key.")]
    [TestCase(":" + Base64, "keys:1: the id of a seal key must be 1 to 32 letters, digits, dots, hyphens or underscores.")]
    [TestCase("é:" + Base64, "keys:1: the id of a seal key must be 1 to 32 letters, digits, dots, hyphens or underscores.")]
    [TestCase("a:" + Base64 + "|a:" + Base64, "keys:2: the id of a seal key is used twice.")]
    [TestCase("a:AAEC", "keys:1: a seal key must be 32 bytes in base64.")]
    [TestCase("a:" + Base64 + "AAAA", "keys:1: a seal key must be 32 bytes in base64.")]
    [TestCase("a:secret that is not base64!", "keys:1: a seal key must be 32 bytes in base64.")]
    public void What_is_wrong_is_told_in_one_sentence_without_the_key(string lines, string expected)
    {
        var keys = SealKeyReader.Read(lines.Split('|'), "keys", out var problem);

        Assert.That(keys, Is.Null);
        Assert.That(problem, Is.EqualTo(expected));
    }

    [Test]
    public void There_is_a_limit_to_keys()
    {
        var keys = SealKeyReader.Read(Enumerable.Range(0, 65).Select(number => $"k{number}:{Base64}"), "keys", out var problem);

        Assert.That(keys, Is.Null);
        Assert.That(problem, Is.EqualTo("keys:65: there are more than 64 seal keys."));
    }

    [Test]
    public void The_command_line_names_a_file_and_wins_over_the_environment()
    {
        using var named = KeyFile("named");
        using var other = KeyFile("other");

        var options = RelayOptionsReader.Read(["--upstream=http://h:1/v1", "--seal-keys", named.Path], name => name == "RELAY_SEAL_KEYS"
            ? other.Path
            : null, out var problem);

        Assert.That(problem, Is.Empty);
        Assert.That(Seals.With("named").Unseal(new ReasoningSeal(options!.SealKeys!).Seal("a"u8)!, out _), Is.EqualTo(UnsealResult.Opened));
    }

    [Test]
    public void The_environment_names_a_file()
    {
        using var file = KeyFile("k");

        var options = RelayOptionsReader.Read(["--upstream=http://h:1/v1"], name => name == "RELAY_SEAL_KEYS" ? file.Path : null, out _);

        Assert.That(Seals.With("k").Unseal(new ReasoningSeal(options!.SealKeys!).Seal("a"u8)!, out _), Is.EqualTo(UnsealResult.Opened));
    }

    [TestCase("no/such/file")]
    [TestCase(".")]
    public void A_file_that_cannot_be_read_is_told(string path)
    {
        var options = RelayOptionsReader.Read(["--upstream=http://h:1/v1", "--seal-keys", path], _ => null, out var problem);

        Assert.That(options, Is.Null);
        Assert.That(problem, Is.EqualTo($"The seal keys in '{path}' cannot be read."));
    }

    private static WrittenFile KeyFile(string id) => new($"{id}:{Convert.ToBase64String(Seals.Key(id).Secret)}\n", "keys");
}
