using System.Text;
using Conformance.Classifying;
using Conformance.Classifying.Streams;
using NUnit.Framework;

namespace Conformance.Tests.Classifying;

/// <summary>Streams in which nothing is odd.</summary>
internal sealed class PlainStreamTests
{
    private const string Head =
        """{"id":"chatcmpl-7","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":""";

    [TestCase(
        """{"role":"assistant","content":"Hel"},"finish_reason":null}]}""",
        """{"content":"lo"},"finish_reason":null}]}""",
        """{},"finish_reason":"stop"}]}""")]
    [TestCase(
        """{"role":"assistant","content":"one "},"finish_reason":null}]}""",
        """{"content":"one"},"finish_reason":null}]}""",
        """{},"finish_reason":"stop"}]}""")]
    [TestCase("""{"role":"assistant","content":"a < b"},"finish_reason":null}]}""", """{},"finish_reason":"stop"}]}""")]
    public void A_plain_stream_has_no_quirks(params string[] deltas)
    {
        var text = string.Concat(deltas.Select(static delta => $"data: {Head}{delta}\n\n")) + "data: [DONE]\n\n";
        List<StreamPiece> pieces = [];
        foreach (var frame in text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            pieces.Add(new StreamPiece(pieces.Sum(static piece => piece.Length), Encoding.UTF8.GetByteCount(frame)
                + 2, TimeSpan.FromMilliseconds(20 * pieces.Count)));
        }

        var sightings = QuirkClassifier.Classify(new UpstreamStream
        {
            Body = Encoding.UTF8.GetBytes(text),
            Headers = [KeyValuePair.Create("content-type", "text/event-stream")],
            Pieces = pieces,
            Ending = StreamEnding.Clean,
            Request = VendorJson.Parse("""{"model":"m","stream":true}"""),
        });

        Assert.That(sightings, Is.Empty);
    }

    [Test]
    public void A_plain_body_has_no_quirks()
    {
        var sightings = QuirkClassifier.Classify(new UpstreamStream
        {
            Body = """{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"""u8.ToArray(),
            Headers = [KeyValuePair.Create("content-type", "application/json")],
            Ending = StreamEnding.Clean,
            Request = VendorJson.Parse("""{"model":"m","stream":false}"""),
        });

        Assert.That(sightings, Is.Empty);
    }
}
