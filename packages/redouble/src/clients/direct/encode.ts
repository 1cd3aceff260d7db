import { RedoubleError } from '../../kernel/redouble-error.ts'
import type { Shape, Signature, Slot } from './signature.ts'
import { encodeWord } from './words.ts'

/** Turns the arguments of a method into the words of its command. */
export type Encoder = (args: readonly unknown[]) => string[]

type Emit = (value: unknown, words: string[]) => void

/** Compiles the encoder of a method. `command` is the definition's name, `config|get`. */
export function compileEncoder(command: string, method: string, signature: Signature): Encoder {
  const prefix = command.split('|')
  const { parameters, options } = signature
  const emits = signature.slots.map(emitterOf)
  const places = signature.slots.map((slot) => parameters.indexOf(slot))
  const names = signature.slots.map((slot) => slot.name)
  const known = new Set(options.map((slot) => slot.name))
  const count = parameters.length
  const most = known.size > 0 ? count + 1 : count
  return (args) => {
    if (args.length < count || args.length > most) throw wrongCount(method, signature, args.length)
    const given = args.length > count ? args[count] : undefined
    if (given !== undefined) checkOptions(method, given, known)
    const values = given as Record<string, unknown> | undefined
    const words = prefix.slice()
    for (let i = 0; i < emits.length; i++) {
      const place = places[i]
      if (place >= 0) emits[i](args[place], words)
      else if (!known.has(names[i])) emits[i](true, words)
      else if (values !== undefined) {
        const value = values[names[i]]
        if (value !== undefined) emits[i](value, words)
      }
    }
    return words
  }
}

function emitterOf(slot: Slot): Emit {
  const emit = shapeEmitter(slot.shape, slot)
  const token = slot.token
  if (token === undefined || slot.shape.kind === 'flag') return emit
  return (value, words) => {
    words.push(token)
    emit(value, words)
  }
}

function shapeEmitter(shape: Shape, slot: Slot): Emit {
  switch (shape.kind) {
    case 'word':
    case 'choice':
      return (value, words) => {
        words.push(encodeWord(value))
      }
    case 'flag':
      return (value, words) => {
        if (value === true) words.push(slot.token as string)
      }
    case 'object':
      return objectEmitter(shape.slots, slot.name)
    case 'union':
      return unionEmitter(shape.slots, slot.name)
    case 'pairs':
      return pairsEmitter(slot.name, shape.isCounted)
    case 'list':
      return listEmitter(shapeEmitter(shape.item, slot), shape.isCounted, shape.token)
  }
}

function objectEmitter(slots: readonly Slot[], name: string): Emit {
  const emits = slots.map(emitterOf)
  const known = new Set(slots.map((slot) => slot.name))
  return (value, words) => {
    checkOptions(name, value, known)
    const values = value as Record<string, unknown>
    for (let i = 0; i < slots.length; i++) {
      const { isFixed, isOptional, name: property } = slots[i]
      if (isFixed) emits[i](true, words)
      else if (values[property] !== undefined) emits[i](values[property], words)
      else if (!isOptional) throw invalid(`${name} has no ${property}.`)
    }
  }
}

function unionEmitter(slots: readonly Slot[], name: string): Emit {
  const emits = slots.map(emitterOf)
  const known = new Set(slots.map((slot) => slot.name))
  return (value, words) => {
    checkOptions(name, value, known)
    const values = value as Record<string, unknown>
    const given = slots.findIndex((slot) => values[slot.name] !== undefined)
    const isSingle = slots.filter((slot) => values[slot.name] !== undefined).length === 1
    if (!isSingle) throw invalid(`${name} takes exactly one of ${listOf(known)}.`)
    emits[given](values[slots[given].name], words)
  }
}

function listEmitter(emit: Emit, isCounted: boolean, token: string | undefined): Emit {
  return (value, words) => {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value]
    if (isCounted) words.push(String(items.length))
    for (let i = 0; i < items.length; i++) {
      if (token !== undefined) words.push(token)
      emit(items[i], words)
    }
  }
}

function pairsEmitter(name: string, isCounted: boolean): Emit {
  return (value, words) => {
    const pairs = pairsOf(name, value)
    if (isCounted) words.push(String(pairs.length))
    for (let i = 0; i < pairs.length; i++) {
      words.push(encodeWord(pairs[i][0]), encodeWord(pairs[i][1]))
    }
  }
}

function pairsOf(name: string, value: unknown): readonly (readonly unknown[])[] {
  if (value instanceof Map) return [...value]
  if (Array.isArray(value)) {
    if (value.every((pair) => Array.isArray(pair) && pair.length === 2)) return value
  } else if (isPlainObject(value)) {
    return Object.entries(value)
  }
  throw invalid(`${name} takes an object, a Map or an array of [name, value] pairs.`)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

function checkOptions(name: string, value: unknown, known: ReadonlySet<string>): void {
  if (!isPlainObject(value) || Array.isArray(value)) {
    throw invalid(`${name} takes an object with ${listOf(known)}.`)
  }
  for (const property in value) {
    if (known.has(property)) continue
    throw invalid(`${name} knows no ${property}: it takes ${listOf(known)}.`)
  }
}

function listOf(names: ReadonlySet<string>): string {
  return [...names].join(', ')
}

function wrongCount(method: string, signature: Signature, count: number): RedoubleError {
  const names = signature.parameters.map((slot) => slot.name)
  if (signature.options.length > 0) names.push('options?')
  return invalid(`${method}(${names.join(', ')}) was called with ${count} arguments.`)
}

function invalid(message: string): RedoubleError {
  return new RedoubleError('REDOUBLE_INVALID_ARGUMENT', message)
}
