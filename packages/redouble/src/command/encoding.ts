import type { Entry } from '../data/entry.ts'
import { embstrMax, stringEncoding, type StringValue } from '../data/string-value.ts'
import { NO_EXPIRY } from '../data/entry.ts'
import type { Profile } from './profile.ts'

/** What OBJECT ENCODING and DEBUG OBJECT call the encoding of an entry's value. */
export function encodingOf(entry: Entry, profile: Profile): string {
  switch (entry.type) {
    case 'string': {
      const hasExpiry = entry.expireAt !== NO_EXPIRY
      const budget = profile.quirks.embeddedStringBytes
      const longest = embstrMax(budget, entry.key.length, hasExpiry)
      return stringEncoding(entry.value as StringValue, longest)
    }
    case 'stream':
      return 'stream'
    case 'vectorset':
      return 'raw'
    default:
      return (entry.value as unknown as { readonly encoding: string }).encoding
  }
}
