/** A fault that was ordered. @since 0.1.0 */
export interface Fault {
  /** What was ordered, in words. */
  readonly description: string
  readonly fired: number
  /** It may still happen. */
  readonly isArmed: boolean
  /** It will not happen (again). */
  disarm(): void
}
