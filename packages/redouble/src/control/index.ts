/** What a test can order: time. */
export type { Duration } from './duration.ts'
export { type ControlledClock, instantMs, VirtualTime } from './virtual-time.ts'
