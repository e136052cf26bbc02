namespace Conformance.Clients.Views;

/// <summary>A small faithful model of how one client reads a Responses stream. Pure.</summary>
public interface IClientView
{
    /// <summary>The client.</summary>
    ClientInfo Info { get; }

    /// <summary>Returns the client's result for an answer. Never throws.</summary>
    ClientView Read(ClientStream stream);
}
