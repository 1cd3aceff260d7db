import type { Int64 } from '../kernel/numbers.ts'
import { compareIds, LEAST_ID, type StreamId } from './stream-id.ts'
import { StreamIdList } from './stream-id-list.ts'

/** An entry that was delivered to a consumer and not acknowledged; group and consumer share it. */
export interface PendingEntry {
  readonly id: StreamId
  consumer: StreamConsumer
  /** Unix milliseconds. */
  deliveredAt: number
  deliveryCount: Int64
}

export type PendingList = StreamIdList<PendingEntry>

/** `activeAt` of a consumer that never got anything. */
export const NEVER_ACTIVE = -1

/** One of those who share the entries of a stream among them. */
export class StreamConsumer {
  readonly name: string
  /** Unix milliseconds of its last attempt to get entries. */
  seenAt: number
  /** Unix milliseconds of its last success, or NEVER_ACTIVE. */
  activeAt: number = NEVER_ACTIVE
  /** What of the group's pending entries is its own. */
  readonly pending: PendingList = new StreamIdList()

  constructor(name: string, now: number) {
    this.name = name
    this.seenAt = now
  }
}

/** A consumer group: how far it has read, and what was delivered and not acknowledged. */
export class StreamGroup {
  readonly name: string
  /** Entries up to here were delivered. `StreamGroups.moveTo` changes it. */
  lastId: StreamId
  /** How many entries the group has read since the first ever; null when that is not known. */
  entriesRead: Int64 | null
  readonly pending: PendingList = new StreamIdList()
  readonly #consumers = new Map<string, StreamConsumer>()
  #ordered: readonly StreamConsumer[] | null = null

  constructor(name: string, lastId: StreamId, entriesRead: Int64 | null) {
    this.name = name
    this.lastId = lastId
    this.entriesRead = entriesRead
  }

  get consumerCount(): number {
    return this.#consumers.size
  }

  /** By name, as the servers list them. */
  get consumers(): readonly StreamConsumer[] {
    this.#ordered ??= inOrder(this.#consumers.values())
    return this.#ordered
  }

  consumer(name: string): StreamConsumer | undefined {
    return this.#consumers.get(name)
  }

  /** Adds a consumer whose name is not here. */
  addConsumer(name: string, now: number): StreamConsumer {
    const consumer = new StreamConsumer(name, now)
    this.#consumers.set(name, consumer)
    this.#ordered = null
    return consumer
  }

  /** Removes a consumer and what it has pending; returns how much, or undefined without it. */
  removeConsumer(name: string): number | undefined {
    const consumer = this.#consumers.get(name)
    if (consumer === undefined) return undefined
    for (const { id } of consumer.pending) this.pending.delete(id)
    this.#consumers.delete(name)
    this.#ordered = null
    return consumer.pending.size
  }

  /** Notes the delivery of an entry, also of one that is pending with somebody already. */
  deliver(id: StreamId, consumer: StreamConsumer, now: number): PendingEntry {
    const pending = this.pending.get(id)
    if (pending === undefined) return this.addPending(id, consumer, now, 1)
    this.handOver(pending, consumer)
    pending.deliveredAt = now
    pending.deliveryCount = 1
    return pending
  }

  /** Adds an entry that is not pending. */
  addPending(
    id: StreamId,
    consumer: StreamConsumer,
    deliveredAt: number,
    deliveryCount: Int64,
  ): PendingEntry {
    const entry = { id, consumer, deliveredAt, deliveryCount }
    this.pending.add(entry)
    consumer.pending.add(entry)
    return entry
  }

  /** Makes a pending entry another consumer's. */
  handOver(entry: PendingEntry, consumer: StreamConsumer): void {
    if (entry.consumer === consumer) return
    entry.consumer.pending.delete(entry.id)
    entry.consumer = consumer
    consumer.pending.add(entry)
  }

  /** Forgets a pending entry. True when it was there. */
  acknowledge(id: StreamId): boolean {
    const entry = this.pending.delete(id)
    entry?.consumer.pending.delete(id)
    return entry !== undefined
  }

  clone(): StreamGroup {
    const copy = new StreamGroup(this.name, this.lastId, this.entriesRead)
    for (const { name, seenAt, activeAt } of this.#consumers.values()) {
      copy.addConsumer(name, seenAt).activeAt = activeAt
    }
    for (const { id, consumer, deliveredAt, deliveryCount } of this.pending) {
      const owner = copy.#consumers.get(consumer.name) as StreamConsumer
      copy.addPending(id, owner, deliveredAt, deliveryCount)
    }
    return copy
  }
}

/** The groups of a stream. */
export class StreamGroups {
  readonly #groups = new Map<string, StreamGroup>()
  #ordered: readonly StreamGroup[] | null = null
  /** The least of the groups' last ids, or null when it has to be looked for again. */
  #least: StreamId | null = null

  get size(): number {
    return this.#groups.size
  }

  /** By name, as the servers list them. */
  get all(): readonly StreamGroup[] {
    this.#ordered ??= inOrder(this.#groups.values())
    return this.#ordered
  }

  get(name: string): StreamGroup | undefined {
    return this.#groups.get(name)
  }

  /** Adds a group whose name is not here. */
  add(group: StreamGroup): void {
    this.#groups.set(group.name, group)
    this.#ordered = null
    this.#moved(LEAST_ID, group.lastId)
  }

  /** Redis 8.2 does not look again for the least last id when the group that has it goes. */
  remove(name: string): boolean {
    this.#ordered = null
    return this.#groups.delete(name)
  }

  moveTo(group: StreamGroup, id: StreamId): void {
    this.#moved(group.lastId, id)
    group.lastId = id
  }

  #moved(from: StreamId, to: StreamId): void {
    const least = this.#least
    if (least === null) return
    if (compareIds(from, least) === 0 || compareIds(to, least) < 0) this.#least = null
  }

  /** Whether a group is still to get an entry, or to acknowledge it. */
  isAwaited(id: StreamId): boolean {
    if (this.#groups.size === 0) return false
    this.#least ??= leastOf(this.#groups.values())
    if (compareIds(id, this.#least) > 0) return true
    for (const group of this.#groups.values()) if (group.pending.get(id) !== undefined) return true
    return false
  }

  /** Forgets an entry in all groups. */
  forget(id: StreamId): void {
    for (const group of this.#groups.values()) group.acknowledge(id)
  }

  clone(): StreamGroups {
    const copy = new StreamGroups()
    for (const group of this.#groups.values()) copy.add(group.clone())
    return copy
  }
}

function leastOf(groups: Iterable<StreamGroup>): StreamId {
  let least: StreamId | undefined
  for (const { lastId } of groups) {
    if (least === undefined || compareIds(lastId, least) < 0) least = lastId
  }
  return least as StreamId
}

function inOrder<T extends { readonly name: string }>(items: Iterable<T>): readonly T[] {
  return [...items].sort((a, b) => (a.name < b.name ? -1 : 1))
}
