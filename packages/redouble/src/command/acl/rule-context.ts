import type { Config } from '../config.ts'
import { type Availability, isAvailable, type Profile } from '../profile.ts'
import type { CommandIndex } from './command-index.ts'
import { Selector } from './selector.ts'
import { User } from './user.ts'

/** Rules about databases: `alldbs`, `resetdbs`, `db=1,2`. */
const DATABASE_RULES: Availability = { since: 'never', valkeySince: '9.0.0' }

/** What rules are read against. */
export class RuleContext {
  readonly index: CommandIndex
  readonly profile: Profile
  readonly knowsDatabases: boolean
  readonly #config: Config

  constructor(index: CommandIndex, profile: Profile, config: Config) {
    this.index = index
    this.profile = profile
    this.knowsDatabases = isAvailable(DATABASE_RULES, profile)
    this.#config = config
  }

  /** What acl-pubsub-default gives to a new user or selector. */
  get beginsWithAllChannels(): boolean {
    return this.#config.aclPubsubDefault === 'allchannels'
  }

  newSelector(): Selector {
    return new Selector(this.index, this.beginsWithAllChannels)
  }

  /** A user who may do nothing. */
  newUser(name: string): User {
    return new User(name, this.newSelector())
  }
}
