using NUnit.Framework;
using Relay.ChatCompletions;

namespace Relay.Tests.ChatCompletions;

[TestFixture]
internal sealed class VendorTextTests
{
    private static readonly SecretWords Secrets = new(
        ["my-own-secret", "a/b+c=d&e", "abc", null, ""], ["vendor.internal:8443", "vendor.internal", "upstream"]);

    [TestCase("see https://api.vendor.example/v1?key=1 for help", "see [address] for help")]
    [TestCase("Incorrect API key provided: sk-proj-abcDEF123456.", "Incorrect API key provided: [key].")]
    [TestCase("key sk-ab***********xyz is wrong", "key [key] is wrong")]
    [TestCase("header was Bearer abc.def-123", "header was Bearer [key]")]
    [TestCase("api_key: 'qwertyuiop' is wrong", "api_key: '[key]' is wrong")]
    [TestCase("token 0123456789abcdef0123456789abcdef is wrong", "token [key] is wrong")]
    [TestCase("dial tcp 10.0.0.7:8000: refused", "dial tcp [address]: refused")]
    [TestCase("dial tcp [fe80::1]:8000: refused", "dial tcp [address]: refused")]
    [TestCase("two\r\n lines\t\u0000 and more", "two lines and more")]
    [TestCase(
        "Model llama-3.1-405b-instruct-turbo-2025 is not ready, try qwen3-235b",
        "Model llama-3.1-405b-instruct-turbo-2025 is not ready, try qwen3-235b")]
    [TestCase("Maximum context length is 8192 tokens (you sent 9001)", "Maximum context length is 8192 tokens (you sent 9001)")]
    public void What_looks_like_a_key_or_an_address_does_not_show(string text, string expected) =>
        Assert.That(VendorText.Clean(text, SecretWords.None), Is.EqualTo(expected));

    [TestCase("key my-own-secret at vendor.internal:8443 refused", "key [hidden] at [hidden] refused")]
    [TestCase("key MY-OWN-SECRET2 at vendor.internal:9 refused", "key [hidden]2 at [hidden]:9 refused")]
    [TestCase("?a%2Fb%2Bc%3Dd%26e", "?[hidden]")]
    [TestCase("abc, abcd, (abc)", "[hidden], abcd, ([hidden])")]
    [TestCase("upstream upstream_error", "[hidden] upstream_error")]
    public void The_words_in_use_do_not_show_and_words_like_them_do(string text, string expected) =>
        Assert.That(VendorText.Clean(text, Secrets), Is.EqualTo(expected));

    [TestCase("my-own-secre is wrong", "[hidden] is wrong")]
    [TestCase("y-own-secret is wrong", "[hidden] is wrong")]
    [TestCase("(my-own) and -secret.", "([hidden]) and [hidden].")]
    [TestCase("my-ow*****ecret, MY-OWN-S…", "my-ow*****ecret, [hidden]")]
    [TestCase("my-own*secret", "[hidden]")]
    [TestCase("this is my own secret", "this is my own [hidden]")]
    [TestCase("this is my own and a secre", "this is my own and a secre")]
    public void A_part_of_a_key_does_not_show_from_its_half_on(string text, string expected) =>
        Assert.That(VendorText.Clean(text, Secrets), Is.EqualTo(expected));

    [Test]
    public void All_but_one_character_of_a_key_do_not_show([Values(8, 9, 15, 16, 21, 40)] int length)
    {
        const string letters = "q7Zr-kW2_mXv9Tb4LpYd8GhN3sJc6FzEaUoRiQ5w";
        var key = letters[..length];
        var secrets = new SecretWords([key], []);

        var shown = Enumerable.Range(0, length)
            .SelectMany(i => new[] { key.Remove(i, 1), $"{key[..i]}*{key[(i + 1)..]}", key.Insert(Math.Clamp(i, 1, length - 1), "x") })
            .Append(key[..(length / 2)])
            .Append(key[^(length / 2)..])
            .Where(part => VendorText.Clean($"The key {part} is wrong", secrets) != "The key [hidden] is wrong");

        Assert.That(shown, Is.Empty);
    }

    [Test]
    public void A_long_text_full_of_keys_is_cut_before_it_is_searched()
    {
        var text = string.Concat(Enumerable.Repeat("my-own-secret my-own-secre ", 1_000_000));

        // Once before, since the first call prepares what all of them use.
        VendorText.Clean("my-own-secret", Secrets);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clean = VendorText.Clean(text, Secrets);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(clean, Does.StartWith("[hidden] [hidden] ").And.Not.Contain("own"));
        Assert.That(allocated, Is.LessThan(text.Length), "a search of the whole text copies it");
    }

    [TestCase(493)]
    [TestCase(7_995)]
    public void No_part_of_a_secret_is_left_where_the_text_is_cut(int before) =>
        Assert.That(VendorText.Clean(new string(' ', before - 1) + "x my-own-secret", Secrets), Does.Not.Contain("my-o"));

    [Test]
    public void Long_words_are_cut_but_no_character_is()
    {
        var text = VendorText.Clean(new string('a', 498) + "🌍🌍🌍", SecretWords.None);

        Assert.That(text, Is.EqualTo(new string('a', 498) + "…"));
    }
}
