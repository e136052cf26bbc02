using System.Text.RegularExpressions;

namespace Conformance.Tests.Architecture;

/// <summary>
/// Finds the uses of constants in the sources of a project. A compiled method holds a constant's value and not its name, so the assembly
/// cannot show them.
/// </summary>
internal static class ConstantUses
{
    /// <summary>
    /// Returns a use for each file that names a constant of another type as <c>Type.Constant</c>, or the type in <c>using static</c>.
    /// </summary>
    /// <param name="project">The project's folder and root namespace.</param>
    /// <param name="constants">The types with constants that other types can see, each with its constants.</param>
    public static IEnumerable<TypeUse> Read(string project, IReadOnlyList<(TypeName Owner, string[] Names)> constants)
    {
        var patterns = constants.Select(one => (one.Owner, Pattern: new Regex(
            $@"(?<![\w.]){one.Owner.Name}\.(?<name>{string.Join('|', one.Names)})\b|^using static [\w.]*\b{one.Owner.Name};",
            RegexOptions.ExplicitCapture | RegexOptions.Multiline,
            TimeSpan.FromSeconds(1)))).ToList();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf(project), "*.cs", SearchOption.AllDirectories))
        {
            var code = string.Join(
                '\n', File.ReadLines(file).Where(static line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
            var from = NameOf(project, file, constants[0].Owner.Assembly);
            foreach (var (owner, pattern) in patterns.Where(one => code.Contains(one.Owner.Name, StringComparison.Ordinal)
                && !HasItsOwn(one.Owner, from, constants)))
            {
                if (pattern.Match(code) is { Success: true } found)
                {
                    yield return new TypeUse(from, found.Groups["name"].Success ? "code" : "using static", owner);
                }
            }
        }
    }

    // A name that a type of the file's own or an enclosing namespace has too is that type.
    private static bool HasItsOwn(TypeName owner, TypeName from, IReadOnlyList<(TypeName Owner, string[] Names)> constants) =>
        constants.Any(other => other.Owner.Name == owner.Name && other.Owner != owner && Depth(other.Owner, from) > Depth(owner, from));

    // The length of the namespace that encloses the file; 0 if it does not.
    private static int Depth(TypeName owner, TypeName from) =>
        $"{from.Namespace}.".StartsWith($"{owner.Namespace}.", StringComparison.Ordinal) ? owner.Namespace.Length : 0;

    private static TypeName NameOf(string project, string file, string assembly)
    {
        var folder = Path.GetRelativePath(Repository.PathOf(project), Path.GetDirectoryName(file)!);
        var below = folder == "." ? project : $"{project}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
        var name = Path.GetFileNameWithoutExtension(file);
        return new TypeName(assembly, folder == "." && name == "Program" ? "" : below, name);
    }
}
