/** Stub: the sorted-set family's author replaces this file. */
export class SortedSetValue {
  clone(): SortedSetValue {
    return new SortedSetValue()
  }
}
