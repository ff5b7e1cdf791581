import Dispatch

extension LocalModel {
  /// One optimizer step on the clipped policy-gradient loss of what was drawn. The first step after drawing has ratios of
  /// 1; more steps on the same samples are held by the clipping. Throws `.input` for samples that do not fit and
  /// `.diverged` when the loss or gradient is not finite; either way nothing changes.
  public func train(
    policy samples: [PolicySample], policyOptions: PolicyOptions = PolicyOptions(),
    options: TrainingOptions
  ) throws(LanguageModelError) -> PolicyLoss {
    let start = DispatchTime.now()
    defer { busySeconds.training += LocalModel.seconds(since: start) }
    let batch = try Transformer.Batch(policy: samples, options: policyOptions)
    return try transformer.trainPolicy(batch, optimizer: optimizer, options: options)
  }
}
