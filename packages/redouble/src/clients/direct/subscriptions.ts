import { decodeUtf8 } from '../../kernel/bytes.ts'
import type { Reply } from '../../resp/reply.ts'
import { carry } from '../courier.ts'
import { decodeReply, type Reading } from './decode.ts'

export type SubscriptionKind = 'channel' | 'pattern' | 'shard'

/** Called with each message; `pattern` is set for subscriptions to patterns. */
export type MessageListener<B = string> = (message: B, channel: string, pattern?: string) => void

interface Subscription {
  readonly listener: MessageListener<never>
  readonly reading: Reading
}

/** The words of the commands that begin and end each kind. */
export const SUBSCRIBE_WORDS: Record<SubscriptionKind, readonly [string, string]> = {
  channel: ['subscribe', 'unsubscribe'],
  pattern: ['psubscribe', 'punsubscribe'],
  shard: ['ssubscribe', 'sunsubscribe'],
}

const KIND_OF_MESSAGE: Readonly<Record<string, SubscriptionKind>> = {
  message: 'channel',
  pmessage: 'pattern',
  smessage: 'shard',
}

/** Who listens to which channel of one connection. Names are binary strings. */
export class Subscriptions {
  readonly #byKind: Record<SubscriptionKind, Map<string, Subscription[]>> = {
    channel: new Map(),
    pattern: new Map(),
    shard: new Map(),
  }

  add(
    kind: SubscriptionKind,
    names: readonly string[],
    listener: MessageListener<never>,
    reading: Reading,
  ): void {
    const subscriptions = this.#byKind[kind]
    for (const name of names) {
      const list = subscriptions.get(name)
      if (list === undefined) subscriptions.set(name, [{ listener, reading }])
      else if (!list.some((one) => one.listener === listener)) list.push({ listener, reading })
    }
  }

  /** Forgets a listener, or all of them; returns the names that nobody listens to any more. */
  remove(
    kind: SubscriptionKind,
    names: readonly string[] | undefined,
    listener?: MessageListener<never>,
  ): string[] {
    const subscriptions = this.#byKind[kind]
    const silent: string[] = []
    for (const name of names ?? [...subscriptions.keys()]) {
      const list = subscriptions.get(name) ?? []
      const left = listener === undefined ? [] : list.filter((one) => one.listener !== listener)
      if (left.length > 0) {
        subscriptions.set(name, left)
      } else {
        subscriptions.delete(name)
        silent.push(name)
      }
    }
    return silent
  }

  /** Brings a pushed message to its listeners, soon: never inside the command that published it. */
  deliver(items: readonly Reply[]): void {
    const kind = KIND_OF_MESSAGE[String(items[0])]
    if (kind === undefined) return
    const name = items[1] as string
    const channel = items.at(-2) as string
    const message = items.at(-1) as string
    for (const { listener, reading } of this.#byKind[kind].get(name) ?? []) {
      const value = decodeReply(message, reading, '') as never
      const pattern = kind === 'pattern' ? decodeUtf8(name) : undefined
      carry(() => listener(value, decodeUtf8(channel), pattern))
    }
  }
}
