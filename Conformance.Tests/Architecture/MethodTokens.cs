using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Conformance.Tests.Architecture;

/// <summary>Reads the metadata tokens out of a method's instructions.</summary>
internal static class MethodTokens
{
    private static readonly FrozenDictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(static code => (int)(ushort)code.Value);

    /// <summary>Returns every type, field, method and signature that the instructions name.</summary>
    public static IEnumerable<EntityHandle> Read(byte[] instructions)
    {
        for (var at = 0; at < instructions.Length;)
        {
            var code = Codes[instructions[at] == 0xFE ? 0xFE00 | instructions[at + 1] : instructions[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                or OperandType.InlineSig)
            {
                yield return MetadataTokens.EntityHandle(BitConverter.ToInt32(instructions, at));
            }

            at += OperandSize(code.OperandType, instructions, at);
        }
    }

    private static int OperandSize(OperandType operand, byte[] instructions, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(instructions, at)),
        _ => 4,
    };
}
