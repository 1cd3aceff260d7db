import type { ProfileName } from '../profile-name.ts'
import { quirksByProfile } from './by-profile.ts'

/** What differs between servers in users and their permissions. */
export interface AclQuirks {
  /** Commands are described by the categories that fit best, not by the rules given (up to 7.0). */
  readonly aclDescribesByFit: boolean
  /** Which users' flags show (skip-)sanitize-payload: all; none (Valkey 9); who was told (7.0). */
  readonly aclShowsSanitizePayload: 'always' | 'never' | 'when-told'
  /** The refusals call the user `this user`, not by name, and scripts have their own (up to 7.0). */
  readonly aclRefusesThisUser: boolean
  /** What a blocked client may do is looked at again when it is served (after 7.0). */
  readonly aclChecksOnWake: boolean
  /** ACL LOAD hangs up on every client that is not the default user (up to 7.0). */
  readonly aclLoadDropsClients: boolean
  /** A selector that begins within an open one takes its place (up to 7.0). */
  readonly aclSelectorsRestart: boolean
  /** A selector that is left open in a configuration file is an unknown command (up to 7.0). */
  readonly aclOpenSelectorIsUnknown: boolean
}

const MODERN: AclQuirks = {
  aclDescribesByFit: false,
  aclShowsSanitizePayload: 'always',
  aclRefusesThisUser: false,
  aclChecksOnWake: true,
  aclLoadDropsClients: false,
  aclSelectorsRestart: false,
  aclOpenSelectorIsUnknown: false,
}

export const ACL_QUIRKS: Record<ProfileName, AclQuirks> = quirksByProfile(MODERN, {
  '7.0': {
    aclDescribesByFit: true,
    aclShowsSanitizePayload: 'when-told',
    aclRefusesThisUser: true,
    aclChecksOnWake: false,
    aclLoadDropsClients: true,
    aclSelectorsRestart: true,
    aclOpenSelectorIsUnknown: true,
  },
  'valkey-9': { aclShowsSanitizePayload: 'never' },
})
