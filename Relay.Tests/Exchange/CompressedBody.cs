using System.IO.Compression;
using System.Text;

namespace Relay.Tests.Exchange;

/// <summary>A body that is compressed piece by piece, each flushed so that it can be read at once.</summary>
internal sealed class CompressedBody : IDisposable
{
    private readonly MemoryStream _bytes = new();
    private readonly Stream _compressor;

    public CompressedBody(string encoding) => _compressor = encoding == "br"
        ? new BrotliStream(_bytes, CompressionMode.Compress, leaveOpen: true)
        : new GZipStream(_bytes, CompressionMode.Compress, leaveOpen: true);

    public byte[] Write(string text)
    {
        _bytes.SetLength(0);
        _compressor.Write(Encoding.UTF8.GetBytes(text));
        _compressor.Flush();
        return _bytes.ToArray();
    }

    public void Dispose()
    {
        _compressor.Dispose();
        _bytes.Dispose();
    }
}
