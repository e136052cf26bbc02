using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Relay.Sealing;

/// <summary>
/// Encrypts data that a client sends back unread: AES-256-GCM, as one token of base64url. The README of this folder describes the format.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ReasoningSeal
{
    /// <summary>
    /// The maximum length of the content in bytes. Longer reasoning is not encrypted, so that requests do not grow without limit.
    /// </summary>
    internal const int LargestContent = 4 * 1024 * 1024;

    // Six bytes of base64url that people can read. A token of another provider begins with them once in 2^48.
    private const string Mark = "relayv1_";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private static readonly byte[] MarkBytes = Base64Url.DecodeFromChars(Mark);
    private static readonly int LongestWord = Base64Url.GetEncodedLength(
        MarkBytes.Length + 1 + byte.MaxValue + NonceLength + LargestContent + TagLength);

    private readonly IReadOnlyList<SealKey> _keys;
    private readonly Action<Span<byte>> _fillNonce;

    internal ReasoningSeal(IReadOnlyList<SealKey> keys, Action<Span<byte>>? fillNonce = null)
    {
        Debug.Assert(keys.Count > 0, "The first key seals.");
        _keys = keys;
        _fillNonce = fillNonce ?? RandomNumberGenerator.Fill;
    }

    /// <summary>Whether the key was generated, so that encrypted content cannot be read after the process ends.</summary>
    public bool EndsWithProcess { get; private init; }

    /// <summary>Returns an instance with a generated key, which ends with the process.</summary>
    public static ReasoningSeal ForThisProcess() =>
        new([CreateKey()]) { EndsWithProcess = true };

    /// <summary>Encrypts content with the first key; returns <see langword="null"/> if it is too long.</summary>
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

    /// <summary>Decrypts a token of <see cref="Seal"/>.</summary>
    /// <param name="word">The encrypted content that a client sent.</param>
    /// <param name="content">The decrypted content; empty unless the result is <see cref="UnsealResult.Opened"/>.</param>
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

    /// <summary>Decodes only the one spelling that <see cref="Seal"/> writes: no white space, no padding, no unused bits.</summary>
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

    private static SealKey CreateKey() =>
        new("p" + RandomNumberGenerator.GetHexString(12, lowercase: true), RandomNumberGenerator.GetBytes(SealKey.SecretLength));
}
