using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace LocalHost.Invocation;

/// <summary>A function's method with the source of each argument.</summary>
internal sealed class FunctionMethod<TTrigger>(MethodInfo method, IReadOnlyList<ArgumentSource<TTrigger>> arguments)
{
    private readonly MethodInvoker _invoker = MethodInvoker.Create(method);
    private readonly ObjectFactory? _factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
    private readonly PropertyInfo? _taskResult = method.ReturnType.IsGenericType ? method.ReturnType.GetProperty(nameof(Task<>.Result)) : null;

    /// <summary>Calls the method on a new instance made from <paramref name="services"/>.</summary>
    /// <returns>What the method returned, or its task's result; <see langword="null"/> when it has none.</returns>
    public async Task<object?> InvokeAsync(IServiceProvider services, TTrigger trigger, CancellationToken invocation)
    {
        var instance = _factory?.Invoke(services, arguments: null);
        var values = new object?[arguments.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = arguments[i](trigger, invocation);
        }

        var returned = _invoker.Invoke(instance, values.AsSpan());
        if (returned is not Task task)
        {
            return returned;
        }

        await task;
        return _taskResult?.GetValue(task);
    }
}
