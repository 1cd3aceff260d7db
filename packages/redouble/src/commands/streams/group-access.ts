import type { Context } from '../../command/context.ts'
import { noGroupOfKey, noKeyOrGroup, XGROUP_NEEDS_KEY } from '../../command/errors/stream-group.ts'
import type { StreamConsumer, StreamGroup } from '../../data/stream-group.ts'
import type { StreamValue } from '../../data/stream-value.ts'

/** A stream and one of its groups. */
export interface StreamAndGroup {
  readonly stream: StreamValue
  readonly group: StreamGroup
}

/** The group that XPENDING and the claims want; a missing key is a missing group. */
export function groupOf({ db }: Context, key: string, name: string): StreamAndGroup {
  const stream = db.readValue(key, 'stream')
  const group = stream?.groups.get(name)
  if (stream === undefined || group === undefined) throw noKeyOrGroup(key, name)
  return { stream, group }
}

/** The group that XGROUP's subcommands work on. */
export function groupToChange(context: Context, key: string, name: string): StreamAndGroup {
  const stream = streamToChange(context, key)
  const group = stream.groups.get(name)
  if (group === undefined) throw noGroupOfKey(key, name)
  return { stream, group }
}

export function streamToChange({ db }: Context, key: string): StreamValue {
  const stream = db.writeValue(key, 'stream')
  if (stream === undefined) throw XGROUP_NEEDS_KEY
  return stream
}

/** The consumer of a name, created if there is none; none of this breaks a WATCH. */
export function consumerOf(
  { db, now }: Context,
  key: string,
  group: StreamGroup,
  name: string,
): StreamConsumer {
  const consumer = group.consumer(name)
  if (consumer !== undefined) {
    consumer.seenAt = now
    return consumer
  }
  const created = group.addConsumer(name, now)
  db.notify('t', 'xgroup-createconsumer', key)
  return created
}
