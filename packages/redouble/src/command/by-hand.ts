/**
 * The `parse` of commands whose handler reads argv itself, because the server's order of checks is
 * not that of the arguments. What the handler receives says what was read: nothing, or the key.
 */
const NOTHING: Readonly<Record<never, never>> = {}

/** Everything is read by the handler. */
export function byHand(): Readonly<Record<never, never>> {
  return NOTHING
}

/** Everything behind the key is read by the handler. */
export function keyByHand(argv: readonly string[]): { readonly key: string } {
  return { key: argv[1] }
}
