/** Stub: the stream family's author replaces this file. */
export class StreamValue {
  clone(): StreamValue {
    return new StreamValue()
  }
}
