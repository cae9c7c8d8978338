using Azure.Storage.Queues.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Tests.LocalHost.Invocation;

/// <summary>Every way a function can be wrong.</summary>
public static class FaultyFunctions
{
    [Function("Twice")]
    public static void First([TimerTrigger("0 0 * * * *")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);

    [Function("twice")]
    public static void Second([TimerTrigger("%Hourly%")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);

    [Function(nameof(NoTrigger))]
    public static void NoTrigger(string text) => ArgumentNullException.ThrowIfNull(text);

    [Function(nameof(NoSetting))]
    public static void NoSetting([QueueTrigger("%Missing%", Connection = "Known")] QueueMessage message) => ArgumentNullException.ThrowIfNull(message);

    [Function(nameof(NoConnection))]
    public static void NoConnection([QueueTrigger("users", Connection = "Unknown")] QueueMessage message) => ArgumentNullException.ThrowIfNull(message);

    [Function(nameof(WrongReturn))]
    public static Task<int> WrongReturn([QueueTrigger("users", Connection = "Known")] QueueMessage message) => Task.FromResult(message.Body.ToArray().Length);

    [Function(nameof(WrongParameter))]
    public static void WrongParameter([HttpTrigger(AuthorizationLevel.Function, Route = "items/{id}")] HttpRequest request, Guid other) =>
        ArgumentOutOfRangeException.ThrowIfEqual(other, Guid.Empty, request.Path);

    [Function(nameof(WrongRoute))]
    public static void WrongRoute([HttpTrigger(AuthorizationLevel.Function, Route = "items/{id")] HttpRequest request) => ArgumentNullException.ThrowIfNull(request);

    [Function(nameof(WrongSchedule))]
    public static void WrongSchedule([TimerTrigger("hourly")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);

    [Function(nameof(NeverComes))]
    public static void NeverComes([TimerTrigger("0 0 0 30 2 *")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);
}
