using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Relay.Sealing;

/// <summary>
/// Seals what a client carries back without reading it: AES-256-GCM, as one word of base64url. What the form looks like stands in this room's README.
/// </summary>
/// <remarks>Any number of threads may use one.</remarks>
public sealed class ReasoningSeal
{
    /// <summary>The most that is sealed, in bytes. Longer thoughts are not carried, so that a request never grows without bound.</summary>
    internal const int LargestContent = 4 * 1024 * 1024;

    // Six bytes of base64url that people can read. Another provider's word begins with it once in 2^48.
    private const string Mark = "relayv1_";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly byte[] MarkBytes = Base64Url.DecodeFromChars(Mark);
    private static readonly int LongestWord = Base64Url.GetEncodedLength(MarkBytes.Length + 1 + byte.MaxValue + NonceLength + LargestContent + TagLength);

    private readonly IReadOnlyList<SealKey> _keys;
    private readonly Action<Span<byte>> _fillNonce;

    internal ReasoningSeal(IReadOnlyList<SealKey> keys, Action<Span<byte>>? fillNonce = null)
    {
        Debug.Assert(keys.Count > 0, "The first key seals.");
        _keys = keys;
        _fillNonce = fillNonce ?? RandomNumberGenerator.Fill;
    }

    /// <summary>Whether nobody was given the key, so that nothing outlives the process.</summary>
    public bool EndsWithProcess { get; private init; }

    /// <summary>A seal with a key that nobody else has and that ends with the process.</summary>
    public static ReasoningSeal ForThisProcess() =>
        new([new SealKey("p" + RandomNumberGenerator.GetHexString(12, lowercase: true), RandomNumberGenerator.GetBytes(SealKey.SecretLength))]) { EndsWithProcess = true };

    /// <summary>Seals content with the first key; <see langword="null"/> when there is too much of it.</summary>
    internal string? Seal(ReadOnlySpan<byte> content)
    {
        if (content.Length > LargestContent)
        {
            return null;
        }

        var key = _keys[0];
        byte[] head = [.. MarkBytes, (byte)key.Id.Length, .. Encoding.ASCII.GetBytes(key.Id)];
        var word = new byte[head.Length + NonceLength + content.Length + TagLength];
        head.CopyTo(word, 0);
        var nonce = word.AsSpan(head.Length, NonceLength);
        _fillNonce(nonce);
        using var cipher = new AesGcm(key.Secret, TagLength);
        cipher.Encrypt(nonce, content, word.AsSpan(head.Length + NonceLength, content.Length), word.AsSpan(^TagLength..), head);
        return Base64Url.EncodeToString(word);
    }

    /// <summary>Opens what <see cref="Seal"/> made.</summary>
    /// <param name="word">Whatever a client says is sealed.</param>
    /// <param name="content">What was sealed; empty unless opened.</param>
    internal UnsealResult Unseal(string word, out byte[] content)
    {
        content = [];
        if (!word.StartsWith(Mark, StringComparison.Ordinal))
        {
            return UnsealResult.Foreign;
        }

        if (word.Length > LongestWord || Decode(word) is not { } bytes || bytes.Length < MarkBytes.Length + 1)
        {
            return UnsealResult.Broken;
        }

        var headLength = MarkBytes.Length + 1 + bytes[MarkBytes.Length];
        return bytes.Length < headLength + NonceLength + TagLength ? UnsealResult.Broken : Open(bytes, headLength, out content);
    }

    /// <summary>Only the one spelling that <see cref="Seal"/> gives counts: no white space, no padding, no bits left over.</summary>
    private static byte[]? Decode(string word)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(word);
            return Base64Url.EncodeToString(bytes) == word ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private UnsealResult Open(ReadOnlySpan<byte> word, int headLength, out byte[] content)
    {
        content = [];
        var head = word[..headLength];
        var id = Encoding.Latin1.GetString(head[(MarkBytes.Length + 1)..]);
        if (_keys.FirstOrDefault(key => key.Id == id) is not { } known)
        {
            return UnsealResult.UnknownKey;
        }

        var rest = word[headLength..];
        var opened = new byte[rest.Length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(known.Secret, TagLength);
            cipher.Decrypt(rest[..NonceLength], rest[NonceLength..^TagLength], rest[^TagLength..], opened, head);
        }
        catch (AuthenticationTagMismatchException)
        {
            return UnsealResult.Broken;
        }

        content = opened;
        return UnsealResult.Opened;
    }
}
