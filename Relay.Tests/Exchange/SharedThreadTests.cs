using Relay.ChatCompletions;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NUnit.Framework;
using Relay.Exchange;
using Relay.Http;
using Relay.Options;
using Relay.Policies;
using Relay.Sse;
using Relay.Tests.Translating;
using Relay.Translating;

namespace Relay.Tests.Exchange;

/// <summary>A long answer leaves the thread that it began on, which other answers wait for.</summary>
internal sealed class SharedThreadTests
{
    [TestCase("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"some text\"}}]}\n\n", 20_000)]
    [TestCase("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"", 1, 2_000_000)]
    [TestCase("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"", 1, 2_000_000)]
    public async Task A_body_that_is_there_is_read_in_turns(string text, int times, int more = 0)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)) + new string('x', more));
        await using var body = new TurnCountingStream(bytes);
        var translator = new StreamTranslator(TranslationSetup.EchoOf("{}"), RelayPolicies.Default, new CountedIds());
        using var output = new EventOutput(
            new SseSink(new DefaultHttpContext().Response), translator, recorder: null, CancellationToken.None);
        using var life = new CancellationTokenSource();
        await using var clock = new StreamClock(TimeProvider.System, new RelayClocks(), output, life);
        var frames = new SseFrameReader(bytes.Length, RelayPolicies.Default);
        using var pump = new StreamPump(translator, output, clock, frames, SecretWords.None, bytes.Length, bytes.Length);

        await pump.RunAsync(body, canWaitEmpty: false, length: null, CancellationToken.None);

        Assert.That(body.LongestTurn, Is.LessThanOrEqualTo(256 * 1024), "bytes read in one turn");
        Assert.That(body.Position, Is.EqualTo(bytes.Length));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Nothing_more_is_written_for_a_client_that_is_gone(CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext();
        var pipe = new Pipe();
        context.Features.Set<IHttpResponseBodyFeature>(new PipeBody(pipe.Writer));
        using var client = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sink = new SseSink(context.Response);
        await pipe.Reader.CompleteAsync();

        var sending = sink.SendAsync(new byte[1_000_000], client.Token).AsTask();
        await client.CancelAsync();

        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
    }

    // Counts how much is read between two entries of the thread pool: a new item of the pool's is a new turn.
    private sealed class TurnCountingStream(byte[] bytes) : MemoryStream(bytes)
    {
        private long _turn;
        private long _items = -1;

        public long LongestTurn { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var items = ThreadPool.CompletedWorkItemCount;
            _turn = items == _items ? _turn : 0;
            _items = items;
            var count = Read(buffer.Span);
            _turn += count;
            LongestTurn = Math.Max(LongestTurn, _turn);
            return ValueTask.FromResult(count);
        }
    }

    private sealed class PipeBody(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public Task CompleteAsync() => writer.CompleteAsync().AsTask();

        public void DisableBuffering()
        {
        }

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("No file is sent.");

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
