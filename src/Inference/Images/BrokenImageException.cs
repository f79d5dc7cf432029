namespace QImpact.Inference.Images;

/// <summary>One image can't be used; the message says why, without naming it.</summary>
public sealed class BrokenImageException(string message, Exception? inner = null) : Exception(message, inner);
