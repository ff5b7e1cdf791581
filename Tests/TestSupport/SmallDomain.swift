/// In a configuration: the smallest domain that has a statement.
public let smallDomain = """
  domains:
    nat:
      theory: Theory.Nat
      sorts: [{type: Nat, variables: [a]}]
      symbols: [{lean: "=", type: Nat → Nat → Prop, notation: infix 50}]
      tactics: [rfl]

  """
