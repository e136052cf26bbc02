namespace Conformance.Checking.Shapes;

/// <summary>The kinds of values a member may have; several where the contract allows several.</summary>
[Flags]
internal enum JsonKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>A string, which may be empty.</summary>
    Text = 1,

    /// <summary>A string that is not empty.</summary>
    Name = 2,

    /// <summary>An integer.</summary>
    Integer = 4,

    /// <summary>An integer from 0.</summary>
    Count = 8,

    /// <summary>Any number.</summary>
    Number = 16,

    /// <summary>A boolean.</summary>
    Boolean = 32,

    /// <summary>An array.</summary>
    List = 64,

    /// <summary>An object.</summary>
    Object = 128,

    /// <summary>Any JSON value: another rule judges it, or the contract leaves it open.</summary>
    Any = 256,
}
