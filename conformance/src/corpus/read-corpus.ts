import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitInlineArguments } from 'redouble/embed'
import type { Program, Step } from '../subjects/step.ts'

/** A program that was kept because it was the first to reach something. */
export interface CorpusProgram {
  /** File and line. */
  readonly name: string
  readonly program: Program
}

/**
 * Reads `*.txt` of a folder: programs with an empty line between them, a step a line as redis-cli
 * takes it, `@c2` for another connection. `#` says what a program was the first to reach.
 */
export function readCorpus(folder: string): CorpusProgram[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'))
  return files
    .sort()
    .flatMap((file) => readPrograms(file, readFileSync(join(folder, file), 'utf8')))
}

function readPrograms(file: string, text: string): CorpusProgram[] {
  const programs: CorpusProgram[] = []
  let steps: Step[] = []
  let start = 0
  const end = (): void => {
    if (steps.length > 0) programs.push({ name: `${file}:${start}`, program: steps })
    steps = []
  }
  for (const [index, line] of text.split('\n').entries()) {
    if (line === '') end()
    else if (!line.startsWith('#')) {
      if (steps.length === 0) start = index + 1
      steps.push(readStep(line, `${file}:${index + 1}`))
    }
  }
  end()
  return programs
}

function readStep(line: string, place: string): Step {
  const match = /^@c(\d) (.*)$/.exec(line)
  const argv = splitInlineArguments(match?.[2] ?? line)
  if (argv === null) throw new Error(`${place}: unbalanced quotes`)
  return { connection: match === null ? 0 : Number(match[1]), argv }
}
