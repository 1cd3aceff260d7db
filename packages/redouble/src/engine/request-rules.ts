import type { Config } from '../command/config.ts'
import type { Profile } from '../command/profile.ts'
import type { RequestRules } from '../resp/request-decoder.ts'

/** How requests are read: as the profile's server does, within the bounds of the configuration. */
export function requestRules(config: Config, { quirks }: Profile): RequestRules {
  return {
    get maxBulkBytes() {
      return config.protoMaxBulkLen
    },
    nulHidesLineEnd: quirks.nulHidesLineEnd,
    checksLineEnds: quirks.strictRequests,
    quotesMayJoin: quirks.strictRequests,
    inlineLosesFf: quirks.inlineLosesFf,
    blankStaysInline: quirks.blankStaysInline,
  }
}
