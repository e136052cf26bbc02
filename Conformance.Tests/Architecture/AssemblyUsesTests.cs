using NUnit.Framework;

namespace Conformance.Tests.Architecture;

/// <summary>Every way in which code names a type is a use; <see cref="NamingExample"/> has one member for each.</summary>
internal sealed class AssemblyUsesTests
{
    private static readonly IReadOnlyList<TypeUse> Uses = AssemblyUses.Read(typeof(AssemblyUsesTests).Assembly.Location);

    [TestCase("its base type", "ExampleBase")]
    [TestCase("its interfaces", "IExample")]
    [TestCase("its constraints", "ExampleConstraint")]
    [TestCase("its attributes", "ExampleAttribute")]
    [TestCase("_field", "ExampleField")]
    [TestCase("Local", "ExampleLocal")]
    [TestCase("Parameter", "ExampleParameter")]
    [TestCase("GenericArgument", "ExampleArgument")]
    [TestCase("StaticCall", "ExampleStatic")]
    [TestCase("Lambda", "ExampleInLambda")]
    [TestCase("AsyncAsync", "ExampleInAsync")]
    [TestCase("Iterator", "ExampleInIterator")]
    [TestCase("Catch", "ExampleException")]
    [TestCase("TypeOf", "ExampleToken")]
    [TestCase("EnumConstant", "ExampleKind")]
    public void Member_that_names_a_type_is_a_use(string member, string named) =>
        Assert.That(
            Uses.Where(static use => use.From.Name.StartsWith("NamingExample", StringComparison.Ordinal))
                .Select(static use => (use.Member, use.To.Name)),
            Has.Member((member, named)));
}
