namespace QImpact.Onnx;

/// <summary>The numbers that a file computes with.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Fp32,

    /// <summary>float16 for images and feature maps, float32 from the pooled features on; inputs and outputs stay float32.</summary>
    Fp16,
}
