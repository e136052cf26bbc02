using MockUpstream.Serving;

return await MockServeCommand.RunAsync(args, Console.Out, Console.Error);
