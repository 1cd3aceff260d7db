import { formatDouble17, formatDoubleShortest } from '../kernel/numbers.ts'
import { DoubleReply } from '../resp/reply.ts'
import type { Profile } from './profile.ts'

/** A double as the profile's server prints it. */
export function doubleReply(value: number, profile: Profile): DoubleReply {
  return new DoubleReply(value, doubleText(value, profile))
}

/** The text alone, for where Redis sends a double as a bulk string in both protocols. */
export function doubleText(value: number, profile: Profile): string {
  return profile.quirks.doublesWith17Digits ? formatDouble17(value) : formatDoubleShortest(value)
}
