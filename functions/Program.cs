using System.Globalization;
using TwistedThreads.Functions;
using TwistedThreads.Functions.Operations;
using TwistedThreads.Functions.Platform.Hosting;

switch (args)
{
    case ["tour", ..]:
        return await Tour.RunAsync();
    case ["--emit", var folder]:
        FunctionFiles.Write(folder, FunctionDescriptor.Discover(typeof(Shop).Assembly, Home.Azure));
        return 0;
    case ["import-samples"]:
        return await AzureShop.ImportSamplesAsync();
}

if (AzureHome.IsHere)
{
    return await AzureShop.RunAsync();
}

ShopOptions options;
try
{
    options = ShopOptions.Parse(args);
}
catch (ArgumentException fault)
{
    await Console.Error.WriteLineAsync(
        $"{fault.Message} Options: --data <dir>, --urls <url>, --empty; or: tour, --emit <dir>, import-samples");
    return 2;
}

await using var app = Shop.Build(options);
await Shop.OpenAsync(app, options, CancellationToken.None);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"The shop is open after {Shop.Age().TotalSeconds:0.0} s. Try first: curl '{app.Urls.First()}/api/search?q=crew'"));
await app.WaitForShutdownAsync();
return 0;
