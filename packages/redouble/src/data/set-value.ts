/** Stub: the set family's author replaces this file. */
export class SetValue {
  clone(): SetValue {
    return new SetValue()
  }
}
