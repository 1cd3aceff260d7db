import type { Context } from '../command/context.ts'
import type { Command, Effect } from '../command/define.ts'

type Effects = Readonly<Record<PropertyKey, Effect>>

/** What a handler reaches through its context that is none of its keys. */
const OF_CONTEXT: Effects = { now: 'clock', random: 'random' }
const OF_SERVER: Effects = {
  clock: 'clock',
  databases: 'keyspace',
  pubsub: 'channel',
  random: 'random',
}

/**
 * The context for a command whose footprint is checked: it fails a handler that looks at the time,
 * takes a chance, talks to channels or reaches for other databases and does not declare it.
 */
export function contextWithin(command: Command, context: Context): Context {
  const see = (effects: Effects) => (property: PropertyKey) => {
    const effect = Object.hasOwn(effects, property) ? effects[property] : undefined
    if (effect === undefined || command.effects?.includes(effect) === true) return
    throw new Error(`${command.name} has the effect '${effect}', which it does not declare`)
  }
  const server = watched(context.server, see(OF_SERVER))
  return watched(context, see(OF_CONTEXT), { server })
}

/** The same object, with somebody who sees what is read of it; `instead` stands before it. */
function watched<T extends object>(
  target: T,
  see: (property: PropertyKey) => void,
  instead: Partial<T> = {},
): T {
  return new Proxy(target, {
    get(_, property) {
      see(property)
      if (Object.hasOwn(instead, property)) return instead[property as keyof T]
      const value: unknown = Reflect.get(target, property, target)
      // Private fields are the target's own: a method called on the proxy would not find them.
      return typeof value === 'function' ? value.bind(target) : value
    },
    set: (_, property, value) => Reflect.set(target, property, value, target),
  })
}
