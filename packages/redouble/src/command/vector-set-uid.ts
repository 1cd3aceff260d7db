/** How many vector sets a server has made, from which each has its number. */
const made = new WeakMap<object, number>()

/** The number of the next vector set; `server` is the server's configuration. */
export function nextVectorSetUid(server: object): number {
  const uid = made.get(server) ?? 0
  made.set(server, uid + 1)
  return uid
}
