using System.Text;
using NUnit.Framework;
using Relay.Policies;
using Relay.Requests;

namespace Relay.Tests.Requests;

/// <summary>Whatever a client sends, the relay has an answer: a chat request or a problem, never an exception.</summary>
[TestFixture]
internal sealed class RequestFuzzTests
{
    private const string Whole =
        """
        {"model":"m","instructions":"i","stream":true,"temperature":0.5,"stop":["a"],"include":["x"],"top_logprobs":1,"reasoning":{"effort":"low"},
        "text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":"object"}}},"tool_choice":{"type":"function","name":"f"},
        "tools":[{"type":"function","name":"f","description":"d","parameters":{"properties":{}},"strict":true}],
        "input":[{"role":"user","content":[{"type":"input_text","text":"Gr\u00fc\ud83c\udf0d"},{"type":"input_image","image_url":"u","detail":"low"}]},
        {"type":"reasoning","summary":[{"type":"summary_text","text":"s"}],"content":[]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"r"}]}]}
        """;

    private static readonly string[] Tokens =
    [
        "null",
        "1",
        "1e999",
        "true",
        "\"\"",
        "\"\\ud800\"",
        "{}",
        "[]",
        "[null]",
        "{\"type\":null}",
        "{\"type\":1}",
        "[[]]",
        "-",
        "\\",
        "\"",
        "}",
    ];

    [Test]
    public void Any_value_in_any_place_has_an_answer([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 4000; round++)
        {
            var body = Mutate(random);

            var request = RequestTranslator.Translate(body, RelayPolicies.Default, "resp_1", 1, out var problem);

            Assert.That(request is null, Is.EqualTo(problem is not null), Encoding.UTF8.GetString(body));
        }
    }

    private static byte[] Mutate(Random random)
    {
        var text = Whole;
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var start = random.Next(text.Length);

            // From one place where a value may begin to one where it may end: most results are still JSON.
            var from = text.IndexOfAny([':', '[', ','], start) + 1;
            var to = text.IndexOfAny([',', ']', '}'], from);
            text = to < from ? text[..start] : string.Concat(text.AsSpan(0, from), Tokens[random.Next(Tokens.Length)], text.AsSpan(to));
        }

        var body = Encoding.UTF8.GetBytes(text);
        if (body.Length > 0 && random.Next(8) == 0)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        return body;
    }
}
