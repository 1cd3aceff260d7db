import type { EventClass } from '../data/database.ts'
import type { PubSub } from './pubsub.ts'

const ALL_CLASSES = 'g$lshzxet d'.replaceAll(' ', '')

/** Publishes keyspace notifications as `notify-keyspace-events` asks for them. */
export class Notifications {
  readonly #pubsub: PubSub
  #classes = ''
  #toKeyspace = false
  #toKeyevent = false
  isEnabled = false

  constructor(pubsub: PubSub) {
    this.#pubsub = pubsub
  }

  /** Takes the letters of the directive, `A` included. */
  configure(flags: string): void {
    this.#toKeyspace = flags.includes('K')
    this.#toKeyevent = flags.includes('E')
    this.#classes = flags.includes('A') ? ALL_CLASSES + flags : flags
    this.isEnabled = this.#toKeyspace || this.#toKeyevent
  }

  notify(dbIndex: number, event: EventClass, name: string, key: string): void {
    if (!this.#classes.includes(event)) return
    if (this.#toKeyspace) {
      this.#pubsub.publish('channel', `__keyspace@${dbIndex}__:${key}`, name)
    }
    if (this.#toKeyevent) {
      this.#pubsub.publish('channel', `__keyevent@${dbIndex}__:${name}`, key)
    }
  }
}
