namespace QImpact.Metrics
