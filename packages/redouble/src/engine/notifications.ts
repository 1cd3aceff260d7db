import type { Config } from '../command/config.ts'
import { ALL_CLASSES } from '../command/notify-flags.ts'
import type { EventClass } from '../data/keyspace-host.ts'
import type { PubSub } from './pubsub.ts'

/** Publishes keyspace notifications as `notify-keyspace-events` asks for them. */
export class Notifications {
  readonly #pubsub: PubSub
  readonly #config: Config
  /** The directive's text that the rest was read from. */
  #flags = ''
  #classes = ''
  #toKeyspace = false
  #toKeyevent = false

  constructor(pubsub: PubSub, config: Config) {
    this.#pubsub = pubsub
    this.#config = config
  }

  notify(dbIndex: number, event: EventClass, name: string, key: string): void {
    const { notifyKeyspaceEvents } = this.#config
    if (notifyKeyspaceEvents === '') return
    if (this.#flags !== notifyKeyspaceEvents) this.#read(notifyKeyspaceEvents)
    if (!this.#classes.includes(event) || this.#pubsub.isIdle) return
    if (this.#toKeyspace) {
      this.#pubsub.publish('channel', `__keyspace@${dbIndex}__:${key}`, name)
    }
    if (this.#toKeyevent) {
      this.#pubsub.publish('channel', `__keyevent@${dbIndex}__:${name}`, key)
    }
  }

  /** Takes the letters of the directive, `A` included. */
  #read(flags: string): void {
    this.#flags = flags
    this.#toKeyspace = flags.includes('K')
    this.#toKeyevent = flags.includes('E')
    this.#classes = flags.includes('A') ? ALL_CLASSES + flags : flags
  }
}
