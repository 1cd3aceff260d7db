const NOTHING = {} as never

/** The `parse` of a command whose handler reads argv itself, by rules of its own. */
export function byHand(): never {
  return NOTHING
}
