using Conformance.Clients.Views;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Clients;

/// <summary>Determines the result of each client for a case: one cell for each client. Pure.</summary>
public static class CaseClients
{
    private static readonly string[] Words = ["works", "loses", "breaks"];

    /// <summary>
    /// Returns the cells of a case; of several turns the worst counts. Without cells when no turn asked for a stream, or when its client
    /// hung up.
    /// </summary>
    /// <remarks>Never throws, and takes time in proportion to the answers.</remarks>
    public static IReadOnlyList<ClientCell> CreateCells(IReadOnlyList<RecordedTurn> turns)
    {
        ArgumentNullException.ThrowIfNull(turns);
        return CreateCells([.. turns.Where(IsReadByClients).Select(static turn => ClientStream.Of(turn.Answer, turn.Wire))]);
    }

    /// <summary>Returns the cells of some answers; of several the worst counts.</summary>
    public static IReadOnlyList<ClientCell> CreateCells(IReadOnlyList<ClientStream> streams)
    {
        ArgumentNullException.ThrowIfNull(streams);
        List<(ClientStream Stream, AnswerContent Content, ClientStream Whole)> answers = [.. streams.Select(ReadAnswer)];
        return answers.Count == 0 ? [] : [.. ClientViews.All.Select(view => FindWorst(view, answers)).OfType<ClientCell>()];
    }

    /// <summary>Returns the clients ask for streams of new responses and read them to the end.</summary>
    private static bool IsReadByClients(RecordedTurn turn) =>
        turn.Turn.Client is { Http: null, Stream: true } && turn.Answer.End is not (StreamEnd.HungUp or StreamEnd.NoAnswer);

    private static (ClientStream Stream, AnswerContent Content, ClientStream Whole) ReadAnswer(ClientStream stream)
    {
        var content = AnswerContent.Of(stream);
        return (stream, content, BestFormAnswer.Create(content));
    }

    private static ClientCell? FindWorst(
        IClientView view, IReadOnlyList<(ClientStream Stream, AnswerContent Content, ClientStream Whole)> answers)
    {
        try
        {
            var (impact, says, inherent) = answers
                .Select(answer => new ClientReading(view.Info, answer.Content, view.Read(answer.Whole), view.Read(answer.Stream)).Judge())
                .OrderByDescending(static reading => reading.Impact).ThenBy(static reading => reading.Inherent)
                .First();
            return new ClientCell(view.Info.Name, Words[(int)impact], says) { Inherent = inherent };
        }
        catch (Exception)
        {
            // The outermost catch: a model that fails on an answer has no result, and must not stop the run.
            return null;
        }
    }
}
