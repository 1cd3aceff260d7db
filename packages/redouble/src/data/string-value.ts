/**
 * A string's value: a binary string as SET stored it, or bytes that APPEND, SETRANGE or SETBIT have
 * changed in place (Redis's `raw` encoding).
 */
export type StringValue = string | RawString

/** Stub: the string family's author replaces this. */
export class RawString {
  #text: string
  constructor(text: string) {
    this.#text = text
  }
  get text(): string {
    return this.#text
  }
  clone(): RawString {
    return new RawString(this.#text)
  }
}
