/** The many forms of arguments that `socket.connect` takes. */

interface ConnectArguments {
  readonly options: Record<string, unknown>
  readonly callback: (() => void) | undefined
}

/** `(options, cb)`, `(port, host, cb)`, `(path, cb)`, or the array of them that Node passes on. */
export function readConnectArguments(args: readonly unknown[]): ConnectArguments {
  const [first] = args
  if (Array.isArray(first)) return readConnectArguments(first)
  const last = args.at(-1)
  const callback = typeof last === 'function' ? (last as () => void) : undefined
  if (typeof first === 'object' && first !== null) {
    return { options: first as Record<string, unknown>, callback }
  }
  if (typeof first === 'string' && !Number.isInteger(Number(first))) {
    return { options: { path: first }, callback }
  }
  const host = typeof args[1] === 'string' ? { host: args[1] } : {}
  return { options: { port: first, ...host }, callback }
}

/** The same arguments with a look-up of their own. */
export function withLookup(
  args: unknown[],
  options: Record<string, unknown>,
  callback: (() => void) | undefined,
  lookup: unknown,
): unknown[] {
  const changed = { ...options, lookup }
  if (!Array.isArray(args[0])) return callback === undefined ? [changed] : [changed, callback]
  // Node recognises its own array by a symbol on it, so it is changed in place.
  args[0][0] = changed
  return args
}
