using System.Text;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Translating;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>
/// Whatever arrives in whatever order: nothing throws, and every stream keeps the grammar, which <see cref="Translation"/> checks.
/// </summary>
internal sealed class RandomStreamTests
{
    private static readonly string[] Palette =
    [
        Text("a"), Text(" "), Text("<think>"), Text("</thi"), Text("nk>"), Text("你😀\n"), Delta("\"content\":\"\\ud83d\""),
        Delta("\"content\":\"\\ude00\""),
        Delta("\"content\":[{\"type\":\"text\",\"text\":\"p\"},{\"type\":\"thinking\",\"thinking\":\"t\"},{\"type\":\"odd\"}]"),
        Delta("\"content\":null"),
        Reasoning("r"), Reasoning("\n"), Delta("\"reasoning\":{\"text\":\"o\"}"),
        Delta("\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"d\"}]"),
        Delta("\"refusal\":\"no\""), Delta("\"annotations\":[{\"type\":\"url_citation\",\"url\":\"u\"},7,null]"),
        Call(0, "A", "x"), Call(0, args: "{"), Call(0, args: "}"), Call(1, "B", "y", "{}"), Call(1, "A", "y", "{"), Call(args: "\"k\":1"),
        Call(name: "z"),
        Call(0, "", "", ""), Call(2, args: "{\"q\":\"\\ud83d"), Call(id: "C"), Call(id: "C", name: "x", args: "{}"),
        Call(0, "A", "x", "{}"),
        Delta("\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}"),
        Delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":{\"o\":1}}}]"),
        Finish("stop"), Finish("length"), Finish("tool_calls"), Finish("odd"), Finish(""),
        "null", "{}", "{bad", "[]", """{"choices":null}""", """{"choices":[{"index":1,"delta":{"content":"other"}}]}""",
        """{"choices":[{"index":0,"message":{"content":"m","tool_calls":[{"id":"M","function":{"name":"m","arguments":"{}"}}]}}]}""",
        """{"choices":[],"usage":{"prompt_tokens":1}}""", """{"choices":[],"citations":["http://a","http://a"]}""",
        """{"error":{"message":"no"}}""",
    ];

    private static readonly UpstreamEnding[] Endings =
        [UpstreamEnding.Done, UpstreamEnding.Closed, UpstreamEnding.GraceOver, UpstreamEnding.Failed(new ApiError(
            "idle_timeout", "Silence."))];

    [Test]
    public void Random_chunks_keep_the_grammar([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var setup = new TranslationSetup { Policies = RandomPolicies(random) }
                .EndingWith(Endings[random.Next(Endings.Length)])
                .Declaring("x", "xylophone");
            var payloads = Enumerable.Range(0, random.Next(14)).Select(_ => Palette[random.Next(Palette.Length)]).ToArray();

            Assert.That(() => Translation.Run(setup, payloads), Throws.Nothing, string.Join('\n', payloads));
        }
    }

    [Test]
    public void Damaged_bytes_keep_the_grammar([Range(1, 20)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var payloads = Enumerable.Range(0, random.Next(1, 8))
                .SelectMany(_ => WithDamaged(Palette[random.Next(Palette.Length)], random))
                .ToArray();

            Assert.That(
                () => Translation.RunBytes(new TranslationSetup(), UpstreamEnding.Done, payloads),
                Throws.Nothing,
                string.Join('\n', payloads.Select(Encoding.Latin1.GetString)));
        }
    }

    // The whole payload first: what follows is then nearly the chunk before it, which the memo must not take for the same.
    private static byte[][] WithDamaged(string payload, Random random) => [Encoding.UTF8.GetBytes(payload), Damaged(payload, random)];

    private static byte[] Damaged(string payload, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        for (var i = random.Next(3); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes;
    }

    private static RelayPolicies RandomPolicies(Random random)
    {
        var policies = RelayPolicies.Default;
        for (var i = random.Next(4); i > 0; i--)
        {
            var policy = PolicyCatalog.All[random.Next(PolicyCatalog.All.Count)];
            PolicyCatalog.TrySet(policies, policy.Name, policy.Values[random.Next(policy.Values.Count)].Name, out policies, out _);
        }

        return policies;
    }
}
