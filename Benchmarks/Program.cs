using Benchmarks;
using Benchmarks.Serving;

if (args is ["serve", _, ..])
{
    return await ServeVerb.RunAsync(args[1..], CancellationToken.None);
}

// The client of the measurements must cost as little as possible. The runtime reads this once, before the first socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
return await BenchmarkCommand.RunAsync(args, Console.Out, Console.Error);
