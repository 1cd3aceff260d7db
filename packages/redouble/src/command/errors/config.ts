/** Error texts of CONFIG and of configuration files. */
import { cString } from '../../kernel/bytes.ts'
import { ErrorReply } from '../../resp/reply.ts'
import { clean } from './common.ts'

/** Why a directive refuses a value; CONFIG SET and the configuration file each put it in a frame. */
export class ConfigRefusal {
  readonly detail: string
  constructor(detail: string) {
    this.detail = detail
  }
}

export const NOT_YES_OR_NO: ConfigRefusal = new ConfigRefusal("argument must be 'yes' or 'no'")
export const NOT_A_CONFIG_INTEGER: ConfigRefusal = new ConfigRefusal(
  "argument couldn't be parsed into an integer",
)
export const NOT_AT_LEAST_ZERO: ConfigRefusal = new ConfigRefusal(
  'argument must be greater or equal to 0',
)
export const NOT_OCTAL: ConfigRefusal = new ConfigRefusal(
  "argument couldn't be parsed as an octal number",
)
export const NOT_MEMORY: ConfigRefusal = new ConfigRefusal('argument must be a memory value')
export const NOT_MEMORY_OR_PERCENT: ConfigRefusal = new ConfigRefusal(
  'argument must be a memory or percent value',
)
export const PERCENT_TOO_LARGE: ConfigRefusal = new ConfigRefusal(
  'percentage argument must be less or equal to 100',
)
export const WRONG_WORD_COUNT: ConfigRefusal = new ConfigRefusal('wrong number of arguments')
export const IMMUTABLE: ConfigRefusal = new ConfigRefusal("can't set immutable config")
export const PROTECTED: ConfigRefusal = new ConfigRefusal("can't set protected config")
export const DUPLICATE: ConfigRefusal = new ConfigRefusal('duplicate parameter')
export const BAD_DIRECTIVE: ConfigRefusal = new ConfigRefusal(
  'Bad directive or wrong number of arguments',
)
export const UNBALANCED_LINE: ConfigRefusal = new ConfigRefusal(
  'Unbalanced quotes in configuration line',
)
export const BAD_EVENT_CLASS: ConfigRefusal = new ConfigRefusal(
  "Invalid event class character. Use 'Ag$lshzxeKEtmdn'.",
)
export const BAD_SAVE: ConfigRefusal = new ConfigRefusal('Invalid save parameters')
export const BAD_PERCENTILES: ConfigRefusal = new ConfigRefusal(
  'Invalid latency-tracking-info-percentiles parameters',
)
export const PERCENTILE_OUT_OF_RANGE: ConfigRefusal = new ConfigRefusal(
  'latency-tracking-info-percentiles parameters should sit between [0.0,100.0]',
)
export const BAD_BUFFER_LIMIT_COUNT: ConfigRefusal = new ConfigRefusal(
  'Wrong number of arguments in buffer limit configuration.',
)
export const BAD_BUFFER_CLASS: ConfigRefusal = new ConfigRefusal(
  'Invalid client class specified in buffer limit configuration.',
)
export const BAD_BUFFER_LIMIT: ConfigRefusal = new ConfigRefusal(
  'Error in hard, soft or soft_seconds setting in buffer limit configuration.',
)
export const BAD_OOM_SCORE: ConfigRefusal = new ConfigRefusal(
  'Invalid oom-score-adj-values, elements must be between -2000 and 2000.',
)
export const BAD_TITLE: ConfigRefusal = new ConfigRefusal(
  'template format is invalid or contains unknown variables',
)
export const BAD_HOSTNAME: ConfigRefusal = new ConfigRefusal(
  'Hostnames may only contain alphanumeric characters, hyphens or dots',
)
export const BAD_NODE_NAME: ConfigRefusal = new ConfigRefusal(
  'Announced human node name contained invalid character',
)
export const ANNOUNCED_IP_TOO_LONG: ConfigRefusal = new ConfigRefusal(
  'cluster-announce-ip is too long',
)
export const BAD_ANNOUNCED_IP: ConfigRefusal = new ConfigRefusal(
  'cluster-announce-ip contains invalid character',
)
export const BAD_LOCALE: ConfigRefusal = new ConfigRefusal('Invalid locale name')
export const BAD_IPV4: ConfigRefusal = new ConfigRefusal('Invalid IPv4 address')
export const BAD_IPV6: ConfigRefusal = new ConfigRefusal('Invalid IPv6 address')
export const NO_RDMA: ConfigRefusal = new ConfigRefusal('No RDMA building support.')
export const BAD_MASTER_PORT: ConfigRefusal = new ConfigRefusal('Invalid master port')
export const NO_DEFRAGMENTATION: ConfigRefusal = new ConfigRefusal(
  'Active defragmentation cannot be enabled: it requires a Redis server compiled with a modified Jemalloc like the one shipped by default with the Redis source distribution',
)
export const NO_DEFRAGMENTATION_VALKEY: ConfigRefusal = new ConfigRefusal(
  'Active defragmentation cannot be enabled: it requires a server compiled with a modified Jemalloc like the one shipped by default with the source distribution',
)

export function outsideBounds(min: bigint, max: bigint): ConfigRefusal {
  return new ConfigRefusal(`argument must be between ${min} and ${max} inclusive`)
}

export function notOneOf(choices: readonly string[]): ConfigRefusal {
  return new ConfigRefusal(`argument(s) must be one of the following: ${choices.join(', ')}`)
}

export function configSetFailed(directive: string, { detail }: ConfigRefusal): ErrorReply {
  return new ErrorReply(
    clean(`ERR CONFIG SET failed (possibly related to argument '${directive}') - ${detail}`),
  )
}

export function unknownOption(directive: string): ErrorReply {
  return new ErrorReply(
    clean(`ERR Unknown option or number of arguments for CONFIG SET - '${cString(directive)}'`),
  )
}

export const NO_CONFIG_FILE: ErrorReply = new ErrorReply(
  'ERR The server is running without a config file',
)

export function rewriteFailed(reason: string): ErrorReply {
  return new ErrorReply(clean(`ERR Rewriting config file: ${reason}`))
}
