namespace TwistedThreads.Journeys.Tests;

/// <summary>The main job in the embedded home.</summary>
public sealed class PurchaseTests(PurchaseDay day) : PurchaseStory(day), IClassFixture<PurchaseDay>;
