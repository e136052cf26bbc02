namespace Conformance.Tests.Architecture;

/// <summary>Names each example type in exactly one way.</summary>
[Example]
internal sealed class NamingExample<T> : ExampleBase, IExample
    where T : ExampleConstraint
{
    private readonly ExampleField? _field = null;

    public bool HasField => _field is null;

    public int Local()
    {
        ExampleLocal[] local = new ExampleLocal[1];
        return local.Length;
    }

    public bool Parameter(ExampleParameter? parameter) => parameter is null;

    public int GenericArgument() => new List<ExampleArgument>().Count;

    public int StaticCall() => ExampleStatic.Count();

    public Func<object> Lambda() => static () => new ExampleInLambda();

    public async Task<object> AsyncAsync()
    {
        await Task.Yield();
        return new ExampleInAsync();
    }

    public IEnumerable<object> Iterator()
    {
        yield return new ExampleInIterator();
    }

    public bool Catch(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (ExampleException)
        {
            return false;
        }
    }

    public Type TypeOf() => typeof(ExampleToken);

    public bool EnumConstant(ExampleBase other) => other.Kind == ExampleKind.Second;
}

internal enum ExampleKind
{
    First,
    Second,
}

internal class ExampleBase
{
    public ExampleKind Kind { get; init; }
}

internal interface IExample;

internal class ExampleConstraint;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class ExampleAttribute : Attribute;

internal sealed class ExampleField;

internal sealed class ExampleLocal;

internal sealed class ExampleParameter;

internal sealed class ExampleArgument;

internal static class ExampleStatic
{
    public static int Count() => 0;
}

internal sealed class ExampleInLambda;

internal sealed class ExampleInAsync;

internal sealed class ExampleInIterator;

internal sealed class ExampleException : Exception;

internal sealed class ExampleToken;
