using System.Security.Cryptography;
using System.Text;
using Relay.Contract;
using Relay.Requests.Chat;

namespace Relay.Requests.Tools;

/// <summary>
/// Maps the client's tools to names for the vendor: a namespace is joined with two underscores, the name is legal everywhere (R8), and each
/// is unique. The same tools always have the same names, because later requests repeat the calls.
/// </summary>
internal sealed class ToolNameMap
{
    private const int MaxLength = 64;
    private const int HashLength = 8;

    // Not a namespace that a client can send.
    private const string BuiltIn = "\0";

    private readonly Dictionary<(string? Space, string Name), string> _names = [];
    private readonly Dictionary<string, string?> _bareNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public ToolNameMap(IReadOnlyList<DeclaredTool> declared)
    {
        // A later declaration replaces an earlier one: items with additional tools stay in the conversation.
        var tools = declared.GroupBy(static tool => GetKey(tool.Origin)).Select(static same => same.Last()).ToList();
        foreach (var tool in tools.OrderBy(static tool => KeepsName(tool.Origin) ? 0 : 1))
        {
            _names.Add(GetKey(tool.Origin), CreateUniqueName(tool.Origin));
            _bareNames[tool.Origin.Name] = _bareNames.ContainsKey(tool.Origin.Name) ? null : _names[GetKey(tool.Origin)];
        }

        Tools = [.. tools.Select(tool => new ChatTool(_names[GetKey(tool.Origin)], tool.Description, tool.Parameters, tool.Strict))];
        Origins = tools
            .Where(tool => tool.Origin.IsCustom
                || tool.Origin.BuiltIn is not BuiltInTool.None
                || _names[GetKey(tool.Origin)] != tool.Origin.Name)
            .ToDictionary(tool => _names[GetKey(tool.Origin)], static tool => tool.Origin, StringComparer.Ordinal);
    }

    public IReadOnlyList<ChatTool> Tools { get; }

    /// <summary>The tools of <see cref="Tools"/> that the client knows by another name or type, by their name there.</summary>
    public IReadOnlyDictionary<string, ToolOrigin> Origins { get; }

    /// <summary>Returns the vendor's name of a tool. A tool that is not declared, or no longer, has the name that it would have.</summary>
    public string GetName(string? space, string name)
    {
        if (_names.TryGetValue((NullIfEmpty(space), name), out var known))
        {
            return known;
        }

        // Models omit the namespace, and clients repeat their calls without it. The name is then looked up among all tools; it must be
        // unique.
        return NullIfEmpty(space) is null && _bareNames.GetValueOrDefault(name) is { } only
                ? only
                : ToLegalName(JoinNamespace(space, name));
    }

    public string GetName(BuiltInTool tool) =>
        _names.GetValueOrDefault((BuiltIn, BuiltInToolNames.GetFunctionName(tool)), BuiltInToolNames.GetFunctionName(tool));

    private static (string? Space, string Name) GetKey(ToolOrigin origin) =>
        (origin.BuiltIn is BuiltInTool.None ? NullIfEmpty(origin.Namespace) : BuiltIn, origin.Name);

    private static bool KeepsName(ToolOrigin origin) =>
        origin is { Namespace: null, BuiltIn: BuiltInTool.None } && IsLegal(origin.Name);

    private static string? NullIfEmpty(string? space) => string.IsNullOrEmpty(space) ? null : space;

    private static string JoinNamespace(string? space, string name) => string.IsNullOrEmpty(space) ? name : $"{space}__{name}";

    private static bool IsLegal(string name) => name.Length <= MaxLength && name.All(IsLegal);

    private static bool IsLegal(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-';

    private static string ToLegalName(string name)
    {
        var legal = string.Concat(name.Select(static letter => IsLegal(letter) ? letter : '_'));
        return legal.Length <= MaxLength ? legal : AppendHash(legal, name);
    }

    private static string AppendHash(string legal, string identity)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..HashLength];
        return $"{legal.AsSpan(0, Math.Min(legal.Length, MaxLength - HashLength - 1))}_{hash}";
    }

    private string CreateUniqueName(ToolOrigin origin)
    {
        var flat = JoinNamespace(origin.Namespace, origin.Name);
        var name = ToLegalName(flat);
        for (var attempt = 0; !_taken.Add(name); attempt++)
        {
            name = AppendHash(ToLegalName(flat), $"{origin.Namespace}/{origin.Name}/{attempt}");
        }

        return name;
    }
}
