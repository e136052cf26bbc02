using System.Buffers;

namespace Relay.Json;

/// <summary>Receives bytes, and can refer to those that exist already.</summary>
internal interface IReferringWriter : IBufferWriter<byte>
{
    /// <summary>Adds bytes without copying them. They must never change.</summary>
    void Refer(in ReadOnlySequence<byte> value);
}
