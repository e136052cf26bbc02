using Conformance.Commands.Showing;

namespace Conformance.Commands.Options;

/// <summary>Reads the bytes of a saved answer, from a file or from standard input.</summary>
internal static class SavedBytes
{
    /// <summary>The largest file that is read. A client that keeps an answer of this size has long given up.</summary>
    public const int Most = 256 * 1024 * 1024;

    /// <summary>Returns the bytes.</summary>
    /// <param name="word">The file, or <c>-</c> for standard input.</param>
    /// <param name="name">Its name in sentences.</param>
    /// <param name="terminal">The surroundings.</param>
    /// <exception cref="UsageException">The file does not exist, cannot be read, or is too large.</exception>
    public static ReadOnlyMemory<byte> Read(string word, string name, Terminal terminal)
    {
        var path = Path.GetFullPath(word, terminal.Directory);
        if (word != "-" && Directory.Exists(path))
        {
            throw new UsageException($"{name} is a directory; name the file that contains the answer.");
        }

        try
        {
            using var input = word == "-" ? terminal.OpenInput() : File.OpenRead(path);
            return ReadAll(input, name);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no file '{name}'.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{name} cannot be read: {problem.Message}");
        }
    }

    private static byte[] ReadAll(Stream input, string name)
    {
        using var all = new MemoryStream();
        var piece = new byte[1 << 16];
        for (var count = input.Read(piece); count > 0; count = input.Read(piece))
        {
            all.Write(piece, 0, count);
            if (all.Length > Most)
            {
                throw new UsageException(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{name} is larger than {Most / 1024 / 1024} MB; save each answer in a separate file."));
            }
        }

        return all.ToArray();
    }
}
