import Records
import Terms

/// What a template's text tells once for all goals.
struct TemplateShape: Sendable {
  /// What the model calls it.
  let label: String
  let isInduction: Bool
  let hasFreshNames, hasSimplification, hasRule, hasHypothesis, hasPremise: Bool
  let hasOthers, hasTest, usesHypotheses: Bool

  init(_ index: Int, of domain: Domain) {
    let template = domain.tactics[index]
    label = domain.label(of: index)
    isInduction = template.head == "induction"
    hasOthers = template.text.contains("{w}")
    hasTest = template.text.contains("{b}")
    usesHypotheses = template.text.contains(", *]")
    hasFreshNames = template.text.contains("{+")
    hasSimplification = template.text.contains("{s}")
    hasRule = template.text.contains("{r}")
    hasHypothesis = template.text.contains("{h}")
    hasPremise = template.text.contains("{p}")
  }
}
