import type { ClientState } from '../command/client-state.ts'
import type { ChannelKind, PubSubState } from '../command/server-state.ts'
import { globMatches } from '../kernel/glob.ts'
import { PushReply } from '../resp/reply.ts'

/** Channels, patterns and shard channels, with their subscribers in order of subscription. */
export class PubSub implements PubSubState {
  readonly #channels = new Map<string, Set<ClientState>>()
  readonly #patterns = new Map<string, Set<ClientState>>()
  readonly #shards = new Map<string, Set<ClientState>>()

  get isIdle(): boolean {
    return this.#channels.size === 0 && this.#patterns.size === 0
  }

  subscribe(client: ClientState, kind: ChannelKind, channel: string): boolean {
    const own = ownSet(client, kind)
    if (own.has(channel)) return false
    own.add(channel)
    const registry = this.#registry(kind)
    const subscribers = registry.get(channel)
    if (subscribers === undefined) registry.set(channel, new Set([client]))
    else subscribers.add(client)
    return true
  }

  unsubscribe(client: ClientState, kind: ChannelKind, channel: string): boolean {
    if (!ownSet(client, kind).delete(channel)) return false
    const registry = this.#registry(kind)
    const subscribers = registry.get(channel)
    subscribers?.delete(client)
    if (subscribers?.size === 0) registry.delete(channel)
    return true
  }

  forget(client: ClientState): void {
    for (const kind of ['channel', 'pattern', 'shard'] as const) {
      for (const channel of [...ownSet(client, kind)]) this.unsubscribe(client, kind, channel)
    }
  }

  publish(kind: 'channel' | 'shard', channel: string, message: string): number {
    let receivers = 0
    const registry = this.#registry(kind)
    const direct = registry.get(channel)
    if (direct !== undefined) {
      const word = kind === 'channel' ? 'message' : 'smessage'
      const push = new PushReply([word, channel, message])
      for (const client of direct) {
        client.push(push)
        receivers++
      }
    }
    if (kind === 'shard') return receivers
    for (const [pattern, clients] of this.#patterns) {
      if (!globMatches(pattern, channel)) continue
      const push = new PushReply(['pmessage', pattern, channel, message])
      for (const client of clients) {
        client.push(push)
        receivers++
      }
    }
    return receivers
  }

  channels(kind: 'channel' | 'shard'): IterableIterator<string> {
    return this.#registry(kind).keys()
  }

  subscriberCount(kind: ChannelKind, channel: string): number {
    return this.#registry(kind).get(channel)?.size ?? 0
  }

  patternCount(): number {
    return this.#patterns.size
  }

  #registry(kind: ChannelKind): Map<string, Set<ClientState>> {
    if (kind === 'channel') return this.#channels
    return kind === 'pattern' ? this.#patterns : this.#shards
  }
}

function ownSet(client: ClientState, kind: ChannelKind): Set<string> {
  if (kind === 'channel') return client.channels
  return kind === 'pattern' ? client.patterns : client.shardChannels
}
