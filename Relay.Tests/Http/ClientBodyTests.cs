using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using NUnit.Framework;
using Relay.Http;

namespace Relay.Tests.Http;

/// <summary>A client that leaves while a body is written to it.</summary>
[CancelAfter(60_000)]
internal sealed class ClientBodyTests
{
    private const int Piece = 64 * 1024;

    [TestCase(10)]
    [TestCase(Piece)]
    [TestCase((3 * Piece) + 1)]
    public void A_client_that_leaves_at_the_last_piece_of_a_known_length_is_not_waited_for(int length)
    {
        var response = ResponseTo(new LeavingClient((length + Piece - 1) / Piece));
        response.ContentLength = length;

        var writing = response.WriteInPiecesAsync(new byte[length], CancellationToken.None);

        Assert.That(writing.IsCompletedSuccessfully, Is.True);
    }

    [TestCase(10, 1, false, Description = "The server reports the client, because it does not know which piece is the last one.")]
    [TestCase((3 * Piece) + 1, 2, true)]
    public async Task A_client_that_leaves_earlier_ends_the_writing_by_its_token(int length, int leaves, bool isLengthKnown)
    {
        var response = ResponseTo(new LeavingClient(leaves));
        response.ContentLength = isLengthKnown ? length : null;
        using var left = new CancellationTokenSource();

        var writing = response.WriteInPiecesAsync(new byte[length], left.Token).AsTask();
        var early = writing.IsCompleted;
        await left.CancelAsync();

        Assert.That(early, Is.False);
        Assert.That(async () => await writing, Throws.InstanceOf<OperationCanceledException>());
    }

    private static HttpResponse ResponseTo(LeavingClient client)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new Body(client));
        return context.Response;
    }

    /// <summary>A client that is gone after some flushes.</summary>
    private sealed class LeavingClient(int leaves) : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> _received = new();
        private int _flushes;

        public override void Advance(int bytes) => _received.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _received.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _received.GetSpan(sizeHint);

        public override void CancelPendingFlush()
        {
            // None waits.
        }

        public override void Complete(Exception? exception = null)
        {
            // The test has no reader to tell.
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            new(new FlushResult(isCanceled: false, isCompleted: ++_flushes >= leaves));
    }

    private sealed class Body(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public void DisableBuffering()
        {
            // There is none.
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task CompleteAsync() => Task.CompletedTask;
    }
}
