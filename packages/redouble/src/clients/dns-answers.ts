/**
 * Look-ups of intercepted names. node-redis 6 looks its host up before it connects, to learn
 * whether it is an internal address. `redis` in a test resolves nowhere, so this answers for it.
 *
 * While at least one name is intercepted, `dns.lookup` and `dns.promises.lookup` are replaced on
 * their module objects; every other name goes to the originals, which come back at the end.
 */
import dns from 'node:dns'
import { plainHost } from './address.ts'
import { soon } from './courier.ts'

type Callback = (error: Error | null, address: unknown, family?: number) => void
type Lookup = (host: string, options: unknown, callback?: unknown) => unknown

const names = new Map<string, number>()
let uninstall: (() => void) | undefined

/** The look-up that knows nothing of intercepts. */
let realLookup: Lookup | undefined

/** Begins to answer for a name. Each call needs its own `forgetName`. */
export function answerName(host: string): void {
  const name = plainHost(host)
  names.set(name, (names.get(name) ?? 0) + 1)
  uninstall ??= install()
}

export function forgetName(host: string): void {
  const name = plainHost(host)
  const users = (names.get(name) ?? 0) - 1
  if (users > 0) names.set(name, users)
  else names.delete(name)
  if (names.size > 0) return
  uninstall?.()
  uninstall = undefined
}

/** For a connection to another port of an intercepted host: that one is for real. */
export function lookupFor(host: string): Lookup | undefined {
  return names.has(plainHost(host)) ? realLookup : undefined
}

function install(): () => void {
  const original = dns.lookup as unknown as Lookup
  const originalPromise = dns.promises.lookup as unknown as Lookup
  realLookup = original

  const lookup: Lookup = (host, options, callback) => {
    const done = typeof options === 'function' ? options : callback
    if (!isOurs(host) || typeof done !== 'function') return original(host, options, callback)
    const answer = answerTo(options)
    soon(() => {
      if (Array.isArray(answer)) (done as Callback)(null, answer)
      else (done as Callback)(null, answer.address, answer.family)
    })
    return {}
  }
  const lookupPromise: Lookup = (host, options) =>
    isOurs(host) ? Promise.resolve(answerTo(options)) : originalPromise(host, options)

  const target = dns as unknown as { lookup: Lookup }
  const promises = dns.promises as unknown as { lookup: Lookup }
  // The originals carry a symbol by which util.promisify knows their two results.
  target.lookup = Object.defineProperties(lookup, ownSymbols(original))
  promises.lookup = lookupPromise
  return () => {
    if (target.lookup === lookup) target.lookup = original
    if (promises.lookup === lookupPromise) promises.lookup = originalPromise
    realLookup = undefined
  }
}

function isOurs(host: unknown): boolean {
  return typeof host === 'string' && names.has(plainHost(host))
}

interface Answer {
  address: string
  family: number
}

function answerTo(options: unknown): Answer | Answer[] {
  const wanted = typeof options === 'number' ? { family: options } : (options ?? {})
  const { family, all } = wanted as { family?: number | string; all?: boolean }
  const answer =
    family === 6 || family === 'IPv6'
      ? { address: '::1', family: 6 }
      : { address: '127.0.0.1', family: 4 }
  return all === true ? [answer] : answer
}

function ownSymbols(source: object): PropertyDescriptorMap {
  const descriptors: PropertyDescriptorMap = {}
  for (const symbol of Object.getOwnPropertySymbols(source)) {
    const descriptor = Object.getOwnPropertyDescriptor(source, symbol)
    if (descriptor !== undefined) descriptors[symbol] = descriptor
  }
  return descriptors
}
