import * as answer from '../../command/reply-types.ts'

/** An entry: its id, and its fields and values one after the other. */
export const entry: answer.ReplyType = answer.tuple({
  id: answer.bulk(),
  fields: answer.array(answer.bulk()),
})
