using System.CommandLine;
using Conformance.Commands.Showing;

namespace Conformance.Commands.Options;

/// <summary>The options for the address of a vendor and the folder of its recordings.</summary>
internal sealed class VendorOptions
{
    private readonly Option<string> _to = new("--to")
    {
        Description = "The base URL of the vendor, such as https://api.example.com/v1.",
        HelpName = "URL",
        Required = true,
    };
    private readonly Option<string> _out = new("--out")
    {
        Description = "The folder for the recordings; created if it does not exist.",
        HelpName = "FOLDER",
        Required = true,
    };
    private readonly Option<string?> _redact = new("--redact")
    {
        Description = "text: also replace text of users and the model with filler of the same length. Credentials are always redacted.",
        HelpName = "WHAT",
    };
    private readonly Option<string?> _vendor = new("--vendor")
    {
        Description = "The vendor's key in vocabulary/vendors.yaml, written to seen_in.",
        HelpName = "NAME",
    };

    public VendorOptions() => _redact.AcceptOnlyFromAmong("text");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _to, _out, _redact, _vendor })
        {
            command.Add(option);
        }
    }

    /// <summary>Returns the vendor's address.</summary>
    /// <exception cref="UsageException">It is not an http or https address.</exception>
    public Uri ReadAddress(ParseResult parsed)
    {
        var text = parsed.GetRequiredValue(_to);
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { UserInfo: "", Query: "", Fragment: "" }
            ? url
            : throw new UsageException(
                "--to: expected an http or https URL without user, query or fragment, such as https://api.example.com/v1.");
    }

    /// <summary>Returns the folder for the recordings.</summary>
    /// <exception cref="UsageException">A file has that name.</exception>
    public string ReadFolder(ParseResult parsed, Terminal terminal)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(_out), terminal.Directory);
        return File.Exists(path)
            ? throw new UsageException($"--out: expected a folder; '{parsed.GetRequiredValue(_out)}' is a file.")
            : path;
    }

    public bool RedactsText(ParseResult parsed) => parsed.GetValue(_redact) is not null;

    /// <summary>Returns the vendor's word.</summary>
    /// <exception cref="UsageException">The vocabulary has no such vendor.</exception>
    public string? ReadVendor(ParseResult parsed, IEnumerable<string> known)
    {
        var name = parsed.GetValue(_vendor);
        if (name is not null)
        {
            SelectionOptions.RefuseUnknown("vendor", [name], known);
        }

        return name;
    }
}
