using System.IO.Compression;
using NUnit.Framework;
using Relay.Exchange;

namespace Relay.Tests.Exchange;

/// <summary>A body in Brotli that is broken behind its first bytes fails in the way that the relay reports.</summary>
[CancelAfter(60_000)]
internal sealed class CompressedBodyTests
{
    [Test]
    public async Task A_body_that_is_broken_is_invalid_data(CancellationToken cancellationToken)
    {
        using var packed = new MemoryStream();
        await using (var packing = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            packing.Write("hello"u8);
            packing.Flush();
            packed.Write("1000\r\n: half a chunk"u8);
            using var content = new ByteArrayContent(packed.ToArray());
            content.Headers.ContentEncoding.Add("br");
            var (body, _) = await UpstreamBody.OpenAsync(content, cancellationToken);
            await using var decoded = body;
            var buffer = new byte[64];

            Assert.That(
                async () => { while (await decoded.ReadAsync(buffer, cancellationToken) > 0) { } },
                Throws.InstanceOf<InvalidDataException>());
        }
    }
}
