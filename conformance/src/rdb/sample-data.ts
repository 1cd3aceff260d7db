/** A value that no listpack takes. */
const LONG = 'a value that is longer than a listpack likes to hold, which is 64 bytes'
const MANY = Array.from({ length: 700 }, (_, i) => `element:${i}`)

function numbered(make: (text: string, index: number) => readonly string[]): string[] {
  return MANY.flatMap(make)
}

/** Commands that store every type in every encoding that the servers know. */
export const SAMPLE_DATA: readonly (readonly string[])[] = [
  ['SET', 'string:text', 'hello'],
  ['SET', 'string:empty', ''],
  ['SET', 'string:int8', '-5'],
  ['SET', 'string:int16', '1000'],
  ['SET', 'string:int32', '100000'],
  ['SET', 'string:int64', '12345678901234'],
  ['SET', 'string:compressed', 'abc'.repeat(500)],
  ['SET', 'string:long', LONG],
  ['APPEND', 'string:raw', 'x'],
  ['SET', 'string:binary', '\x00\xff\r\n\x80'],
  ['SET', 'string:expiring', 'v', 'PXAT', '4102444800123'],
  ['SETBIT', 'bitmap', '100000', '1'],
  ['PFADD', 'hyperloglog', 'a', 'b', 'c'],
  ['RPUSH', 'list:small', 'a', '1', '-300', '70000', '9999999999', ''],
  ['RPUSH', 'list:many', ...MANY, ...MANY],
  ['RPUSH', 'list:large', 'a', 'b'.repeat(10_000), 'c'],
  ['SADD', 'set:int16', '1', '2', '3', '-7'],
  ['SADD', 'set:int32', '1', '70000'],
  ['SADD', 'set:int64', '1', '12345678901234'],
  ['SADD', 'set:small', 'a', 'b', '7'],
  ['SADD', 'set:many', ...MANY],
  ['ZADD', 'zset:small', '1', 'a', '2.5', 'b', '-inf', 'c', '+inf', 'd', '0.1', 'e', '1e20', 'f'],
  ['ZADD', 'zset:many', ...numbered((text, i) => [String(i / 3), text])],
  ['GEOADD', 'geo', '13.361389', '38.115556', 'Palermo', '15.087269', '37.502669', 'Catania'],
  ['HSET', 'hash:small', 'a', '1', 'b', 'two', 'c', ''],
  ['HSET', 'hash:many', ...numbered((text, i) => [text, String(i)])],
  ['HSET', 'hash:long', 'a', LONG],
  ['HSET', 'fields:small', 'a', '1', 'b', '2', 'c', '3'],
  ['HPEXPIREAT', 'fields:small', '4102444800123', 'FIELDS', '1', 'b'],
  ['HSET', 'fields:many', 'a', LONG, 'b', '2', 'c', '3'],
  ['HPEXPIREAT', 'fields:many', '4102444800123', 'FIELDS', '2', 'a', 'c'],
  ['XADD', 'stream:small', '1-1', 'f', 'v'],
  ['XADD', 'stream:small', '2-1', 'f', 'v2', 'g', '3'],
  ['XDEL', 'stream:small', '1-1'],
  ...MANY.map((text, i) => ['XADD', 'stream:many', `5-${i + 1}`, 'field', text]),
  ['XTRIM', 'stream:many', 'MAXLEN', '650'],
  ['XGROUP', 'CREATE', 'stream:many', 'readers', '0'],
  ['XREADGROUP', 'GROUP', 'readers', 'alice', 'COUNT', '3', 'STREAMS', 'stream:many', '>'],
  ['XGROUP', 'CREATECONSUMER', 'stream:many', 'readers', 'bob'],
  ['XGROUP', 'CREATE', 'stream:none', 'readers', '$', 'MKSTREAM'],
  ['VADD', 'vectors', 'VALUES', '3', '1', '2', '3', 'one', 'NOQUANT', 'SETATTR', '{"a":1}'],
  ['VADD', 'vectors', 'VALUES', '3', '3', '-2', '1', 'two', 'NOQUANT'],
  ['VADD', 'vectors:q8', 'VALUES', '3', '1', '2', '3', 'one'],
  ['VADD', 'vectors:bin', 'REDUCE', '2', 'VALUES', '3', '1', '2', '3', 'one', 'BIN'],
  ['SELECT', '9'],
  ['SET', 'elsewhere', 'v'],
  ['SELECT', '0'],
]

/** Commands whose replies say what is stored: the same on whoever holds the same. */
export const LOOKS: readonly (readonly string[])[] = [
  ...[
    ['text', 'empty', 'int8', 'int16', 'int32', 'int64', 'compressed', 'long', 'raw', 'binary'],
  ].flatMap((names) => names.map((name) => ['GET', `string:${name}`])),
  ['PEXPIRETIME', 'string:expiring'],
  ['BITCOUNT', 'bitmap'],
  ['PFCOUNT', 'hyperloglog'],
  ...['small', 'many', 'large'].map((name) => ['LRANGE', `list:${name}`, '0', '-1']),
  ...['int16', 'int32', 'int64', 'small', 'many'].flatMap((name) => [
    ['SORT', `set:${name}`, 'ALPHA'],
    ['OBJECT', 'ENCODING', `set:${name}`],
  ]),
  ...['small', 'many'].map((name) => ['ZRANGE', `zset:${name}`, '0', '-1', 'WITHSCORES']),
  ['GEOPOS', 'geo', 'Palermo'],
  ['HGETALL', 'hash:small'],
  ['HMGET', 'hash:many', ...MANY],
  ['HGETALL', 'hash:long'],
  ['HLEN', 'fields:many'],
  ['HPEXPIRETIME', 'fields:small', 'FIELDS', '3', 'a', 'b', 'c'],
  ['HPEXPIRETIME', 'fields:many', 'FIELDS', '3', 'a', 'b', 'c'],
  ...['small', 'many', 'none'].flatMap((name) => [
    ['XRANGE', `stream:${name}`, '-', '+'],
    ['XINFO', 'STREAM', `stream:${name}`],
    ['XINFO', 'GROUPS', `stream:${name}`],
  ]),
  ['XPENDING', 'stream:many', 'readers'],
  ...['vectors', 'vectors:q8', 'vectors:bin'].flatMap((name) => [
    ['VEMB', name, 'one', 'RAW'],
    ['VSIM', name, 'VALUES', '3', '1', '2', '2'],
    ['VGETATTR', name, 'one'],
  ]),
  ['DBSIZE'],
  ['SELECT', '9'],
  ['GET', 'elsewhere'],
  ['SELECT', '0'],
]
