namespace TwistedThreads.Journeys.Tests.OnAzure;

/// <summary>The main job passes through the Functions host unchanged.</summary>
public sealed class PurchaseOnAzureTests(PurchaseDayOnAzure day)
    : PurchaseStory(day), IClassFixture<PurchaseDayOnAzure>;
