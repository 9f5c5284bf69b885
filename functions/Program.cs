Console.WriteLine("Twisted Threads");
