using Conformance.Recording;

namespace Conformance.Reading;

/// <summary>Says when the read returned that brought a byte. Asked with growing offsets only.</summary>
internal sealed class ReadClock(RecordedStream recorded)
{
    private int _read;

    public long At(long offset)
    {
        var reads = recorded.Reads;
        while (_read < reads.Count && reads[_read].Offset + reads[_read].Length <= offset)
        {
            _read++;
        }

        return _read < reads.Count ? reads[_read].At : recorded.EndedAt;
    }
}
