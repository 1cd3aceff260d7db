import { replyEnd } from './reply-reader.ts'

/** Stands in a stream for the end of its connection. */
const CLOSED = '#closed\r\n'

/** What one connection was sent, and how many replies and pushes that is. */
export class ReplyStream {
  text = ''
  #scanned = 0
  #count = 0
  isClosed = false

  add(text: string): void {
    this.text += text
  }

  /** The server hung up, which counts as a last word. */
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.text += CLOSED
  }

  /** How many are whole. */
  get count(): number {
    while (this.#scanned < this.text.length) {
      const end = replyEnd(this.text, this.#scanned)
      if (end < 0) break
      this.#scanned = end
      this.#count++
    }
    return this.#count
  }

  take(): string {
    const { text } = this
    this.text = ''
    this.#scanned = 0
    this.#count = 0
    return text
  }
}
