namespace QImpact.Quantum.Emit;

/// <summary>Circuits as functions of JAX arrays, for jit, grad and vmap: one file that needs JAX alone, and NumPy, which comes with it.</summary>
public static class JaxCode
{
    /// <summary>Writes a function of inputs and weights; with trained weights given, these are the default.</summary>
    /// <param name="source">The circuit.</param>
    /// <returns>Lines that end with a line feed.</returns>
    /// <exception cref="ArgumentException">The name can't be a function's in Python, or the weights are not the circuit's.</exception>
    /// <exception cref="NotSupportedException">The file would be too large; the message says what would do.</exception>
    public static string Write(EmitSource source) =>
        NumPyCode.Write(
            source,
            PythonDialect.Jax,
            "import math\n\nimport jax.numpy as jnp\nimport numpy as np\n\n",
            "For jax.jit, jax.grad and jax.vmap. It computes in float32, or in float64 where jax_enable_x64 is set."
        );
}
