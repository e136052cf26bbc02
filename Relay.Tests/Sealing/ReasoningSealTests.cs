using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NUnit.Framework;
using Relay.Sealing;

namespace Relay.Tests.Sealing;

[TestFixture]
internal sealed class ReasoningSealTests
{
    private const int HeadLength = 6 + 1 + 1;

    private static readonly byte[] Content = Encoding.UTF8.GetBytes("Seven has no divisors. é😀");

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(100_000)]
    [TestCase(ReasoningSeal.LargestContent)]
    public void What_is_sealed_opens(int length)
    {
        var seal = ReasoningSeal.ForThisProcess();
        var content = RandomNumberGenerator.GetBytes(length);

        var result = seal.Unseal(seal.Seal(content)!, out var opened);

        Assert.That(result, Is.EqualTo(UnsealResult.Opened));
        Assert.That(opened.AsSpan().SequenceEqual(content));
    }

    [Test]
    public void The_word_is_base64url_and_says_whose_it_is()
    {
        var word = Seals.With("k").Seal(Content)!;

        Assert.That(word, Does.StartWith("relayv1_").And.Match("^[A-Za-z0-9_-]+$"));
        Assert.That(Base64Url.DecodeFromChars(word), Has.Length.EqualTo(HeadLength + 12 + Content.Length + 16));
    }

    [Test]
    public void Nothing_of_the_content_shows()
    {
        var bytes = Base64Url.DecodeFromChars(Seals.With("k").Seal(Content)!);

        Assert.That(bytes.AsSpan().IndexOf("divisors"u8), Is.Negative);
    }

    [Test]
    public void The_same_content_is_never_the_same_word()
    {
        var seal = ReasoningSeal.ForThisProcess();

        Assert.That(Enumerable.Range(0, 1_000).Select(_ => seal.Seal(Content)).Distinct().Count(), Is.EqualTo(1_000));
    }

    [Test]
    public void More_than_the_most_is_not_sealed()
    {
        Assert.That(Seals.With("k").Seal(new byte[ReasoningSeal.LargestContent + 1]), Is.Null);
    }

    [Test]
    public void A_former_key_still_opens_and_the_first_one_seals()
    {
        var before = Seals.With("old").Seal(Content)!;
        var rotated = Seals.With("new", "old");

        var after = rotated.Seal(Content)!;

        Assert.Multiple(() =>
        {
            Assert.That(rotated.Unseal(before, out _), Is.EqualTo(UnsealResult.Opened));
            Assert.That(Seals.With("new").Unseal(after, out _), Is.EqualTo(UnsealResult.Opened));
            Assert.That(Seals.With("new").Unseal(before, out _), Is.EqualTo(UnsealResult.UnknownKey), "the old key was taken out");
        });
    }

    [Test]
    public void The_key_of_another_process_is_unknown()
    {
        var word = ReasoningSeal.ForThisProcess().Seal(Content)!;

        Assert.That(ReasoningSeal.ForThisProcess().Unseal(word, out _), Is.EqualTo(UnsealResult.UnknownKey));
    }

    [Test]
    public void Another_key_under_the_same_id_does_not_open()
    {
        var word = Seals.With("k").Seal(Content)!;
        var impostor = new ReasoningSeal([new SealKey("k", new byte[SealKey.SecretLength])]);

        Assert.That(impostor.Unseal(word, out var opened), Is.EqualTo(UnsealResult.Broken));
        Assert.That(opened, Is.Empty);
    }

    [Test]
    public void A_change_of_any_bit_is_seen()
    {
        var seal = Seals.With("k", "j");
        var whole = Base64Url.DecodeFromChars(seal.Seal(Content)!);

        Assert.Multiple(() =>
        {
            for (var bit = 0; bit < whole.Length * 8; bit++)
            {
                var changed = whole.ToArray();
                changed[bit / 8] ^= (byte)(1 << (bit % 8));
                var expected = bit / 8 < 6 ? UnsealResult.Foreign : bit / 8 >= HeadLength ? UnsealResult.Broken : default(UnsealResult?);
                var result = seal.Unseal(Base64Url.EncodeToString(changed), out var opened);

                Assert.That(result, expected is null
                    ? Is.AnyOf(UnsealResult.Broken, UnsealResult.UnknownKey)
                    : Is.EqualTo(expected), $"bit {bit}");
                Assert.That(opened, Is.Empty, $"bit {bit}");
            }
        });
    }

    [Test]
    public void A_word_moved_to_another_key_is_seen()
    {
        var seal = Seals.With("k", "j");
        var word = Base64Url.DecodeFromChars(seal.Seal(Content)!);
        word[HeadLength - 1] = (byte)'j';

        Assert.That(seal.Unseal(Base64Url.EncodeToString(word), out _), Is.EqualTo(UnsealResult.Broken));
    }

    [Test]
    public void A_word_cut_anywhere_is_seen()
    {
        var seal = Seals.With("k");
        var word = seal.Seal(Content)!;

        for (var length = 0; length < word.Length; length++)
        {
            Assert.That(seal.Unseal(word[..length], out _), Is.EqualTo(length < "relayv1_".Length
                ? UnsealResult.Foreign
                : UnsealResult.Broken), $"{length} characters");
        }
    }

    [TestCase("=")]
    [TestCase(" ")]
    [TestCase("\n")]
    [TestCase("A")]
    [TestCase("AAAA")]
    [TestCase("!")]
    [TestCase("é")]
    public void A_word_with_something_after_it_is_seen(string more)
    {
        var seal = Seals.With("k");

        Assert.That(seal.Unseal(seal.Seal(Content) + more, out _), Is.EqualTo(UnsealResult.Broken));
    }

    [Test]
    public void A_word_has_one_spelling_only()
    {
        // Two bytes over a multiple of three leave two bits of the last character unused.
        var seal = Seals.With("k");
        var word = Enumerable.Range(0, 3).Select(length => seal.Seal(new byte[length])!).First(word => word.Length % 4 == 3);
        var last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".IndexOf(word[^1], StringComparison.Ordinal);
        var other = word[..^1] + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[last + 1];

        Assert.That(seal.Unseal(word, out _), Is.EqualTo(UnsealResult.Opened));
        Assert.That(seal.Unseal(other, out _), Is.EqualTo(UnsealResult.Broken));
    }

    [Test]
    public void A_word_longer_than_any_is_not_even_read()
    {
        var seal = Seals.With("k");

        Assert.That(seal.Unseal("relayv1_" + new string('A', 40_000_000), out _), Is.EqualTo(UnsealResult.Broken));
    }

    [TestCase("")]
    [TestCase("gAAAAABpD8rW1m3Yw0s8s0b6hXv4c2VhbGVk==", Description = "OpenAI")]
    [TestCase("rsn_1.eyJhIjoxfQ", Description = "a token")]
    [TestCase("relayv2_AAAA", Description = "a version to come")]
    [TestCase("RELAYV1_AAAA")]
    [TestCase(" relayv1_AAAA")]
    [TestCase("{\"text\":\"plain\"}")]
    public void The_word_of_another_provider_is_not_ours(string word)
    {
        Assert.That(Seals.With("k").Unseal(word, out _), Is.EqualTo(UnsealResult.Foreign));
    }

    [Test]
    public void Many_threads_may_use_one()
    {
        var seal = ReasoningSeal.ForThisProcess();

        Parallel.For(0, 2_000, number =>
        {
            var content = BitConverter.GetBytes(number);
            Assert.That(seal.Unseal(seal.Seal(content)!, out var opened), Is.EqualTo(UnsealResult.Opened));
            Assert.That(opened, Is.EqualTo(content));
        });
    }
}
