/** What a reader throws when the bytes are not what they ought to be. */
export class CorruptRdb {
  /** For people; the servers do not tell clients. */
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

/** Throws unless the condition holds. */
export function ensure(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new CorruptRdb(reason)
}
