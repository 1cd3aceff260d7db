import type { Context } from '../../command/context.ts'
import { RawString, stringEncoding, type StringValue } from '../../data/string-value.ts'

/** What a command stores of its argument: from a script, Valkey 9 makes no integer of it. */
export function argumentValue(context: Context, text: string): StringValue {
  if (!context.isScript || !context.profile.quirks.scriptsStoreTexts) return text
  return stringEncoding(text) === 'int' ? new RawString(text, 'embstr') : text
}
