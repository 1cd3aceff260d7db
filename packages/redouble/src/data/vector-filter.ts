/**
 * The language of VSIM's FILTER: numbers, strings, lists and fields of an element's attributes,
 * joined by operators. It is compiled to a program in reverse Polish order, by the rules of a
 * shunting-yard, since what that accepts and refuses is what the servers do.
 */
import { fieldOf, type FilterValue, isSpace, strtod } from './vector-filter-json.ts'

/** What differs between servers. */
export interface FilterDialect {
  /**
   * `null` may be used, and IN finds a string within a string (from 8.2 on). Before, `null` was read
   * but did not count as an operand.
   */
  readonly filtersKnowNull: boolean
}

/** Where the servers say that an expression is wrong. */
export class FilterError {
  readonly near: string
  constructor(near: string) {
    this.near = near
  }
}

type Operator = (typeof OPERATORS)[number][0]

type Token =
  | { readonly kind: 'value'; readonly value: FilterValue }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'operator'; readonly operator: Operator }

/** Each with how many operands it takes and how tightly it binds. */
const OPERATORS = [
  ['(', 0, 7],
  [')', 0, 7],
  ['!', 1, 6],
  ['not', 1, 6],
  ['**', 2, 5],
  ['*', 2, 4],
  ['/', 2, 4],
  ['%', 2, 4],
  ['+', 2, 3],
  ['-', 2, 3],
  ['>', 2, 2],
  ['>=', 2, 2],
  ['<', 2, 2],
  ['<=', 2, 2],
  ['==', 2, 2],
  ['!=', 2, 2],
  ['in', 2, 2],
  ['and', 2, 1],
  ['&&', 2, 1],
  ['or', 2, 0],
  ['||', 2, 0],
] as const

const OPERANDS = new Map<Operator, number>(OPERATORS.map(([name, operands]) => [name, operands]))
const BINDING = new Map<Operator, number>(OPERATORS.map(([name, , binding]) => [name, binding]))
const OPERATOR_CHARS = /[a-zA-Z+\-*%/!()<>=|&]/

/** A compiled filter. */
export class VectorFilter {
  readonly #program: readonly Token[]
  readonly #dialect: FilterDialect

  /** Throws a FilterError. */
  constructor(text: string, dialect: FilterDialect) {
    const end = text.indexOf('\0')
    const expression = end < 0 ? text : text.slice(0, end)
    const tokens = new Tokenizer(expression).tokens()
    const program = compile(tokens, dialect)
    if (program === null) throw new FilterError(expression)
    this.#program = program
    this.#dialect = dialect
  }

  /** Whether these attributes pass. A field that is missing fails the whole filter. */
  admits(attributes: string | null): boolean {
    if (attributes === null) return false
    const stack: FilterValue[] = []
    for (const token of this.#program) {
      if (token.kind === 'value') stack.push(token.value)
      else if (token.kind === 'field') {
        const value = fieldOf(attributes, token.name)
        if (value === undefined) return false
        stack.push(value)
      } else {
        const right = stack.pop() as FilterValue
        const isUnary = OPERANDS.get(token.operator) === 1
        const left = isUnary ? null : (stack.pop() as FilterValue)
        stack.push(apply(token.operator, left, right, this.#dialect))
      }
    }
    return isTrue(stack[0])
  }
}

class Tokenizer {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  tokens(): Token[] {
    const tokens: Token[] = []
    for (;;) {
      this.#spaces()
      if (this.#at >= this.#text.length) return tokens
      tokens.push(this.#next(tokens.at(-1)))
    }
  }

  #next(previous: Token | undefined): Token {
    const char = this.#text[this.#at]
    const code = this.#text.charCodeAt(this.#at)
    if (isDigit(code) || (char === '-' && this.#isSign(previous))) return this.#number()
    if (char === '"' || char === "'") return this.#string()
    if (char === '[') return this.#list()
    if (char === '.' && this.#beginsField()) return this.#field()
    return this.#operatorOrWord()
  }

  /** A minus before a digit, where no operand stands before it. */
  #isSign(previous: Token | undefined): boolean {
    if (!isDigit(this.#text.charCodeAt(this.#at + 1))) return false
    if (previous === undefined) return true
    return previous.kind === 'operator' && previous.operator !== ')'
  }

  #number(): Token {
    const start = this.#at
    if (this.#text[this.#at] === '-') this.#at++
    while (/[\d.eE]/.test(this.#text[this.#at] ?? '')) this.#at++
    const value = strtod(this.#text.slice(start, this.#at))
    return value === null ? this.#fail() : { kind: 'value', value }
  }

  /** A backslash keeps the next character from ending it, and stays where it is. */
  #string(): Token {
    const quote = this.#text[this.#at]
    const start = ++this.#at
    while (this.#text[this.#at] !== quote) {
      if (this.#at >= this.#text.length) this.#fail()
      this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    }
    return { kind: 'value', value: this.#text.slice(start, this.#at++) }
  }

  /** Of numbers and strings; there may be a comma behind the last. */
  #list(): Token {
    const value: FilterValue[] = []
    this.#at++
    this.#spaces()
    if (this.#text[this.#at] === ']') {
      this.#at++
      return { kind: 'value', value }
    }
    for (;;) {
      this.#spaces()
      if (value.length > 0 && this.#text[this.#at] === ']') break
      value.push(this.#item())
      this.#spaces()
      if (this.#text[this.#at] === ']') break
      if (this.#text[this.#at] !== ',') this.#fail()
      this.#at++
    }
    this.#at++
    return { kind: 'value', value }
  }

  #item(): FilterValue {
    const char = this.#text[this.#at]
    const isQuoted = char === '"' || char === "'"
    const isNumber = isDigit(this.#text.charCodeAt(this.#at)) || char === '-'
    if (!isQuoted && !isNumber) this.#fail()
    const token = isQuoted ? this.#string() : this.#number()
    return (token as Extract<Token, { kind: 'value' }>).value
  }

  /** The end of the expression counts as a name, if one that no field has. */
  #beginsField(): boolean {
    return this.#at + 1 >= this.#text.length || isNameChar(this.#text[this.#at + 1])
  }

  #field(): Token {
    const start = ++this.#at
    while (isNameChar(this.#text[this.#at] ?? ' ')) this.#at++
    return { kind: 'field', name: this.#text.slice(start, this.#at) }
  }

  /** The longest operator that begins here; if there is none, all that looks like one is passed. */
  #operatorOrWord(): Token {
    let end = this.#at
    while (OPERATOR_CHARS.test(this.#text[end] ?? ' ')) end++
    const run = this.#text.slice(this.#at, end)
    let best = ''
    for (const [name] of OPERATORS) {
      if (name.length > best.length && run.startsWith(name)) best = name
    }
    if (best !== '') {
      this.#at += best.length
      return { kind: 'operator', operator: best as Operator }
    }
    if (run.startsWith('null')) {
      this.#at += 'null'.length
      return { kind: 'value', value: null }
    }
    this.#at = end
    return this.#fail()
  }

  #spaces(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++
  }

  /** Shows what is left, or all when nothing is. */
  #fail(): never {
    throw new FilterError(this.#text.slice(this.#at) || this.#text)
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

function isNameChar(char: string): boolean {
  return /[A-Za-z0-9_-]/.test(char)
}

/** Null when operands and operators do not add up to one value. */
function compile(tokens: readonly Token[], { filtersKnowNull }: FilterDialect): Token[] | null {
  const program: Token[] = []
  const waiting: Operator[] = []
  let values = 0
  const take = (operator: Operator): boolean => {
    const operands = OPERANDS.get(operator) as number
    program.push({ kind: 'operator', operator })
    if (values < operands) return false
    values -= operands - 1
    return true
  }
  for (const token of tokens) {
    if (token.kind !== 'operator') {
      program.push(token)
      const isNull = token.kind === 'value' && token.value === null
      if (!isNull || filtersKnowNull) values++
    } else if (token.operator === '(') waiting.push('(')
    else if (token.operator === ')') {
      let operator = waiting.pop()
      for (; operator !== undefined && operator !== '('; operator = waiting.pop()) {
        if (!take(operator)) return null
      }
      if (operator === undefined) return null
    } else {
      while (yields(waiting.at(-1), token.operator)) {
        if (!take(waiting.pop() as Operator)) return null
      }
      waiting.push(token.operator)
    }
  }
  for (let operator = waiting.pop(); operator !== undefined; operator = waiting.pop()) {
    if (operator === '(' || !take(operator)) return null
  }
  return values === 1 ? program : null
}

/** Whether an operator that waits is done before the next; `**` alone is done from the right. */
function yields(waits: Operator | undefined, next: Operator): boolean {
  if (waits === undefined || waits === '(') return false
  const difference = (BINDING.get(waits) as number) - (BINDING.get(next) as number)
  return difference > 0 || (difference === 0 && next !== '**')
}

function apply(
  operator: Operator,
  left: FilterValue,
  right: FilterValue,
  dialect: FilterDialect,
): number {
  switch (operator) {
    case '!':
    case 'not':
      return isTrue(right) ? 0 : 1
    case 'and':
    case '&&':
      return isTrue(left) && isTrue(right) ? 1 : 0
    case 'or':
    case '||':
      return isTrue(left) || isTrue(right) ? 1 : 0
    case '==':
      return areEqual(left, right) ? 1 : 0
    case '!=':
      return areEqual(left, right) ? 0 : 1
    case 'in':
      return isIn(left, right, dialect) ? 1 : 0
    default:
      return calculate(operator, toNumber(left), toNumber(right))
  }
}

function calculate(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '**':
      // C's pow has 1 to any power as 1.
      return left === 1 ? 1 : left ** right
    case '*':
      return left * right
    case '/':
      return left / right
    case '%':
      return left % right
    case '+':
      return left + right
    case '-':
      return left - right
    case '>':
      return left > right ? 1 : 0
    case '>=':
      return left >= right ? 1 : 0
    case '<':
      return left < right ? 1 : 0
    default:
      return left <= right ? 1 : 0
  }
}

function isTrue(value: FilterValue): boolean {
  if (typeof value === 'number') return value !== 0
  return typeof value === 'string' ? value.length > 0 : value !== null
}

/** Texts that are no number, and lists, are 0. */
function toNumber(value: FilterValue): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' ? (strtod(value) ?? 0) : 0
}

function areEqual(left: FilterValue, right: FilterValue): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left === right
  if (left === null || right === null) return left === right
  return toNumber(left) === toNumber(right)
}

function isIn(left: FilterValue, right: FilterValue, dialect: FilterDialect): boolean {
  if (Array.isArray(right)) return right.some((item) => areEqual(left, item))
  if (!dialect.filtersKnowNull) return false
  return typeof left === 'string' && typeof right === 'string' && right.includes(left)
}
