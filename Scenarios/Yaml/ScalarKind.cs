namespace Scenarios.Yaml;

/// <summary>The kind of a scalar in the YAML 1.2 core schema. Spellings that YAML readers disagree on have kinds of their own.</summary>
internal enum ScalarKind
{
    /// <summary>Text: quoted, a block, or plain and like nothing else.</summary>
    Text,

    /// <summary>Plain and empty: nothing stands there.</summary>
    Empty,

    /// <summary><c>null</c> or <c>~</c>.</summary>
    Null,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A number in a spelling that JSON has too.</summary>
    Number,

    /// <summary>A number to YAML in a spelling that JSON lacks, such as <c>0x1</c>, <c>.5</c> or <c>.inf</c>.</summary>
    OddNumber,

    /// <summary>Text by YAML 1.2, true or false by YAML 1.1: <c>yes</c>, <c>no</c>, <c>on</c>, <c>off</c>, <c>y</c>, <c>n</c>.</summary>
    Ambiguous,
}
