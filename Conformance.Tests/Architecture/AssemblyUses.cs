using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Conformance.Tests.Architecture;

/// <summary>
/// Reads from a built assembly which type names which: base types, interfaces, constraints, attributes, signatures, locals, caught
/// exceptions and every token of a method's body.
/// Nested and generated types count as the outermost type that holds them.
/// </summary>
internal sealed class AssemblyUses : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly string _assembly;

    private AssemblyUses(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
        _assembly = _metadata.GetString(_metadata.GetAssemblyDefinition().Name);
    }

    /// <summary>Returns one use for each pair of types, the first that was found, without uses of a type by itself.</summary>
    public static IReadOnlyList<TypeUse> Read(string path)
    {
        using var uses = new AssemblyUses(path);
        return [.. uses._metadata.TypeDefinitions.SelectMany(uses.UsesOf)
            .Where(static use => use.From != use.To)
            .DistinctBy(static use => (use.From, use.To))];
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Returns the types that other types can see and that have constants, each with their names.</summary>
    public static IReadOnlyList<(TypeName Owner, string[] Names)> Constants(string path)
    {
        using var uses = new AssemblyUses(path);
        return
        [
            .. uses._metadata.TypeDefinitions
                .Where(type => !uses.IsEnum(type) && uses._metadata.GetTypeDefinition(type).GetDeclaringType().IsNil)
                .Select(type => (uses.NameOf(type), uses.ConstantsOf(uses._metadata.GetTypeDefinition(type))))
                .Where(static one => one.Item2.Length > 0),
        ];
    }

    /// <summary>Returns the outermost types that the assembly defines.</summary>
    public static IReadOnlyList<TypeName> Types(string path)
    {
        using var uses = new AssemblyUses(path);
        return [.. uses._metadata.TypeDefinitions.Select(uses.NameOf).Distinct()];
    }

    private string[] ConstantsOf(TypeDefinition type) =>
    [
        .. type.GetFields().Select(_metadata.GetFieldDefinition)
            .Where(static field => field.Attributes.HasFlag(FieldAttributes.Literal)
                && (field.Attributes & FieldAttributes.FieldAccessMask) != FieldAttributes.Private)
            .Select(field => _metadata.GetString(field.Name)),
    ];

    private IEnumerable<TypeUse> UsesOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var from = NameOf(handle);
        return Declared(type)
            .Concat(type.GetFields().SelectMany(FieldUses))
            .Concat(type.GetMethods().SelectMany(MethodUses))
            .SelectMany(use => Names(use.Named).Select(to => new TypeUse(from, use.Member, to)));
    }

    private IEnumerable<(string Member, EntityHandle Named)> Declared(TypeDefinition type)
    {
        yield return ("its base type", type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            yield return ("its interfaces", _metadata.GetInterfaceImplementation(implemented).Interface);
        }

        foreach (var constraint in type.GetGenericParameters().SelectMany(Constraints))
        {
            yield return ("its constraints", constraint);
        }

        foreach (var attribute in type.GetCustomAttributes())
        {
            yield return ("its attributes", _metadata.GetCustomAttribute(attribute).Constructor);
        }
    }

    private IEnumerable<EntityHandle> Constraints(GenericParameterHandle parameter) =>
        _metadata.GetGenericParameter(parameter)
            .GetConstraints()
            .Select(constraint => _metadata.GetGenericParameterConstraint(constraint).Type);

    private IEnumerable<(string Member, EntityHandle Named)> FieldUses(FieldDefinitionHandle handle)
    {
        var field = _metadata.GetFieldDefinition(handle);
        var types = new SignatureTypes();
        field.DecodeSignature(types, null);
        return types.Named.Select(type => (MemberName(_metadata.GetString(field.Name)), type));
    }

    private IEnumerable<(string Member, EntityHandle Named)> MethodUses(MethodDefinitionHandle handle)
    {
        var method = _metadata.GetMethodDefinition(handle);
        var types = new SignatureTypes();
        method.DecodeSignature(types, null);
        var named = types.Named
            .Concat(method.GetGenericParameters().SelectMany(Constraints))
            .Concat(method.GetCustomAttributes().Select(attribute => _metadata.GetCustomAttribute(attribute).Constructor))
            .Concat(method.RelativeVirtualAddress == 0 ? [] : BodyUses(_file.GetMethodBody(method.RelativeVirtualAddress)));
        var declaring = _metadata.GetTypeDefinition(method.GetDeclaringType());
        var name = MemberName(_metadata.GetString(method.Name), _metadata.GetString(declaring.Name));
        return named.Select(type => (name, type));
    }

    private static IEnumerable<EntityHandle> BodyUses(MethodBodyBlock body)
    {
        var locals = body.LocalSignature.IsNil ? [] : new EntityHandle[] { body.LocalSignature };
        var caught = body.ExceptionRegions.Where(static region => !region.CatchType.IsNil).Select(static region => region.CatchType);
        return locals.Concat(caught).Concat(MethodTokens.Read(body.GetILBytes() ?? []));
    }

    /// <summary>Returns the outermost types that a type, a member or a signature names.</summary>
    private IEnumerable<TypeName> Names(EntityHandle handle) => handle.IsNil ? [] : handle.Kind switch
    {
        HandleKind.TypeDefinition => [NameOf((TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => NameOf((TypeReferenceHandle)handle) is { } name ? [name] : [],
        HandleKind.TypeSpecification =>
            Decoded(types => _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(types, null)),
        HandleKind.StandaloneSignature =>
            Decoded(types => DecodeStandalone(_metadata.GetStandaloneSignature((StandaloneSignatureHandle)handle), types)),
        HandleKind.FieldDefinition => OfField(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle)),
        HandleKind.MethodDefinition => OfMethod(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle)),
        HandleKind.MemberReference => Names(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent),
        HandleKind.MethodSpecification => OfInstance(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle)),
        _ => [],
    };

    // A constant of an enum is a number in the instructions, so the enums of a called member's signature count too.
    private IEnumerable<TypeName> OfMethod(MethodDefinition method) =>
        Names(method.GetDeclaringType()).Concat(Enums(types => method.DecodeSignature(types, null)));

    private IEnumerable<TypeName> OfField(FieldDefinition field) =>
        Names(field.GetDeclaringType()).Concat(Enums(types => field.DecodeSignature(types, null)));

    private IEnumerable<TypeName> OfInstance(MethodSpecification instance) =>
        Names(instance.Method).Concat(Decoded(types => instance.DecodeSignature(types, null)));

    private IEnumerable<TypeName> Decoded(Action<SignatureTypes> decode)
    {
        var types = new SignatureTypes();
        decode(types);
        return types.Named.SelectMany(Names);
    }

    private IEnumerable<TypeName> Enums(Action<SignatureTypes> decode)
    {
        var types = new SignatureTypes();
        decode(types);
        return types.Named.Where(IsEnum).SelectMany(Names);
    }

    private bool IsEnum(EntityHandle handle) =>
        handle.Kind == HandleKind.TypeDefinition
        && _metadata.GetTypeDefinition((TypeDefinitionHandle)handle).BaseType is { IsNil: false, Kind: HandleKind.TypeReference } parent
        && _metadata.StringComparer.Equals(_metadata.GetTypeReference((TypeReferenceHandle)parent).Name, "Enum");

    private static void DecodeStandalone(StandaloneSignature signature, SignatureTypes types)
    {
        if (signature.GetKind() == StandaloneSignatureKind.LocalVariables)
        {
            signature.DecodeLocalSignature(types, null);
        }
        else
        {
            signature.DecodeMethodSignature(types, null);
        }
    }

    private TypeName NameOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil)
        {
            type = _metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        return new TypeName(_assembly, _metadata.GetString(type.Namespace), WithoutArity(_metadata.GetString(type.Name)));
    }

    private TypeName? NameOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        while (type.ResolutionScope.Kind == HandleKind.TypeReference)
        {
            type = _metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope);
        }

        return type.ResolutionScope.Kind == HandleKind.AssemblyReference
            ? new TypeName(
                _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
                _metadata.GetString(type.Namespace),
                WithoutArity(_metadata.GetString(type.Name)))
            : null;
    }

    private static string WithoutArity(string name) => name.Split('`')[0];

    // <Build>d__3.MoveNext and <Build>b__0 are Build; <Name>k__BackingField is Name.
    private static string MemberName(string name, string declaring = "") =>
        InsideBrackets(name) ?? (name is "MoveNext" ? InsideBrackets(declaring) : null) ?? name;

    private static string? InsideBrackets(string name) =>
        name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end ? name[1..end] : null;
}
