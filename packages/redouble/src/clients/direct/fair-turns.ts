import { onNextTurn } from '../courier.ts'

/** Answers in a row before the event loop gets a turn. */
const ANSWERS_PER_TURN = 100

let answers = 0
let held: (() => void)[] | null = null

/**
 * Whether an answer may be given at once. Promises alone would starve the process:
 * `while (await redis.client.get('busy')) {}` would never let the timer run that deletes the key.
 * So every so often an answer waits for the event loop, and what comes behind it waits too.
 */
export function mayAnswerNow(): boolean {
  return held === null && ++answers % ANSWERS_PER_TURN !== 0
}

/** Gives the answer after the event loop's turn. */
export function answerLater(give: () => void): void {
  if (held !== null) {
    held.push(give)
    return
  }
  held = [give]
  onNextTurn(() => {
    const waiting = held ?? []
    held = null
    for (const one of waiting) one()
  })
}
