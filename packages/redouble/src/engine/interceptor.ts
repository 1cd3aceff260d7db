import type { Reply } from '../resp/reply.ts'
import type { Session } from './session.ts'

/** Runs a command that has passed all checks, or hands it on. */
export type Execute = (session: Session, argv: string[]) => Reply

/** Stands around `execute`: faults, trace, parity and the explorer's scheduler. */
export type Interceptor = (next: Execute) => Execute
